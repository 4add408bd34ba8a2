// @neo4j/graphql on Apollo Server, set up as for production. Its schema comes in SCHEMA.
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { Neo4jGraphQL } from "@neo4j/graphql";
import neo4j from "neo4j-driver";

const { URI, USER, PASSWORD, DATABASE, PORT, SCHEMA } = process.env;
const driver = neo4j.driver(URI, neo4j.auth.basic(USER, PASSWORD));
const library = new Neo4jGraphQL({ typeDefs: SCHEMA, driver });
const server = new ApolloServer({ schema: await library.getSchema() });
const context = async () => ({ sessionConfig: { database: DATABASE, defaultAccessMode: "READ" } });
await startStandaloneServer(server, { context, listen: { host: "127.0.0.1", port: Number(PORT) } });
