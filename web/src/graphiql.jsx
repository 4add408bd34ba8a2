import './workers.js';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import './graphiql.css';

import { DOC_EXPLORER_PLUGIN, DocExplorerStore } from '@graphiql/plugin-doc-explorer';
import { HISTORY_PLUGIN, HistoryStore } from '@graphiql/plugin-history';
import { GraphiQLProvider, pick, useGraphiQL } from '@graphiql/react';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL, GraphiQLInterface } from 'graphiql';
import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';

import { examplesPlugin, loadExamples } from './examples.jsx';

const fetcher = createGraphiQLFetcher({ url: '/graphql' });
const examples = await loadExamples();
const plugin = examplesPlugin(examples);

// On the first visit the editor opens with the headline example: GraphiQL takes it for what was open last.
const [headline] = examples ?? [];
if (headline && !localStorage.getItem('graphiql:tabState')) {
  localStorage.setItem('graphiql:query', headline.query);
  localStorage.setItem('graphiql:variables', headline.variables);
}

/** Lets long lines wrap and more of them fit than GraphiQL's own settings do. */
function Legible() {
  const editors = useGraphiQL(pick('queryEditor', 'variableEditor', 'responseEditor'));
  useEffect(() => {
    for (const editor of Object.values(editors)) editor?.updateOptions({ fontSize: 13, wordWrap: 'on' });
  }, [editors]);
  return null;
}

// The parts of <GraphiQL>, put together here so that the examples come first in the sidebar.
createRoot(document.getElementById('page')).render(
  <GraphiQLProvider
    fetcher={fetcher}
    defaultQuery=""
    plugins={[plugin, DOC_EXPLORER_PLUGIN, HISTORY_PLUGIN]}
    referencePlugin={DOC_EXPLORER_PLUGIN}
    visiblePlugin={plugin}
  >
    <HistoryStore>
      <DocExplorerStore>
        <Legible />
        <GraphiQLInterface defaultEditorToolsVisibility="variables" isHeadersEditorEnabled={false}>
          <GraphiQL.Logo>
            <strong>kb</strong> European smart specialisation
          </GraphiQL.Logo>
        </GraphiQLInterface>
      </DocExplorerStore>
    </HistoryStore>
  </GraphiQLProvider>,
);
