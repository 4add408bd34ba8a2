import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { getOperationAST, parse } from 'graphql';
import { useId } from 'react';

/** The example operations of the service; `null` when they cannot be had, so that the editor still opens. */
export async function loadExamples() {
  try {
    const answer = await fetch('/operations');
    return answer.ok ? (await answer.json()).map(forEditor) : null;
  } catch {
    return null;
  }
}

/** An example as the editor shows it: the description is in the panel, so of the comments only the title stays. */
const forEditor = ({ name, number, title, description, query, variables }) => ({
  name,
  number,
  title,
  description,
  query: `# ${title}\n${query.replace(/^(#.*\n|[ \t]*\n)+/, '')}`,
  variables: Object.keys(variables).length ? JSON.stringify(variables, null, 2) : '',
});

/** The GraphiQL plugin that lists `examples`: a click opens one in a tab and runs it. */
export const examplesPlugin = (examples) => ({
  title: 'Examples',
  icon: ExamplesIcon,
  content: () => <Examples examples={examples} />,
});

function Examples({ examples }) {
  const { tabs, activeTabIndex, queryEditor, responseEditor } = useGraphiQL(
    pick('tabs', 'activeTabIndex', 'queryEditor', 'responseEditor'),
  );
  const open = useOpen();
  const query = tabs[activeTabIndex]?.query;
  if (!examples) return <Panel note="The examples could not be loaded: reload the page to try again." />;
  return (
    <Panel note="Click a question to run it. To ask about another region, change it under Variables and press ▶.">
      <ul className="examples">
        {examples.map((example) => (
          <li key={example.name}>
            <Example
              example={example}
              current={example.query === query}
              disabled={!queryEditor || !responseEditor}
              onClick={() => open(example)}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const Panel = ({ note, children }) => (
  <section aria-label="Examples">
    <h2 className="examples-title">Examples</h2>
    <p className="examples-note">{note}</p>
    {children}
  </section>
);

function Example({ example, current, ...props }) {
  const id = useId();
  return (
    <button
      type="button"
      className="example"
      aria-labelledby={`${id}title`}
      aria-describedby={`${id}text`}
      aria-current={current || undefined}
      {...props}
    >
      {example.number && <small title={`Question ${example.number} of the field`}>{example.number}</small>}
      <strong id={`${id}title`}>{example.title}</strong>
      <span id={`${id}text`}>{example.description}</span>
    </button>
  );
}

/** Opens an example in the tab that already holds it unchanged, or in a new one, and runs it. */
function useOpen() {
  const actions = useGraphiQLActions();
  const { tabs, activeTabIndex, queryEditor, variableEditor } = useGraphiQL(
    pick('tabs', 'activeTabIndex', 'queryEditor', 'variableEditor'),
  );
  return (example) => {
    const { query, variables } = example;
    const same = tabs.findIndex((tab) => tab.query === query && (tab.variables ?? '') === variables);
    if (same < 0) {
      actions.addTab();
      queryEditor.setValue(query);
      variableEditor?.setValue(variables);
    } else if (same !== activeTabIndex) {
      actions.changeTab(same);
    }
    // GraphiQL reads the operation's name from the editor a moment later; a run needs it now.
    const documentAST = parse(query);
    const operation = getOperationAST(documentAST);
    const operationName = operation?.name?.value;
    actions.setOperationFacts({ documentAST, operationName, operations: operation && [operation] });
    actions.updateActiveTabValues({ query, variables, operationName: operationName ?? null });
    actions.run();
  };
}

function ExamplesIcon(props) {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" {...props}>
      <path d="M9 18h6M10 21h4M8.5 14.5a6 6 0 1 1 7 0c-.6.5-.9 1-.9 2H9.4c0-1-.3-1.5-.9-2Z" />
    </svg>
  );
}
