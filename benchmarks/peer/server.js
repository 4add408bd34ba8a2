// @neo4j/graphql on Apollo Server, set up as for production. Its schema comes on standard input; it says so once it answers.
import { text } from "node:stream/consumers";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { Neo4jGraphQL } from "@neo4j/graphql";
import neo4j from "neo4j-driver";

const { URI, USER, PASSWORD, DATABASE, PORT } = process.env;
const driver = neo4j.driver(URI, neo4j.auth.basic(USER, PASSWORD));
const library = new Neo4jGraphQL({ typeDefs: await text(process.stdin), driver });
const server = new ApolloServer({ schema: await library.getSchema(), introspection: true });
const context = async () => ({ sessionConfig: { database: DATABASE, defaultAccessMode: "READ" } });
const { url } = await startStandaloneServer(server, { context, listen: { host: "127.0.0.1", port: Number(PORT) } });
console.log(url);
