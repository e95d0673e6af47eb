/** Turns the committed OpenAPI documents, the box's and the cloud's, into RTK Query hooks and types. */

const shared = {
  apiFile: './src/base-api.ts',
  apiImport: 'baseApi',
  hooks: { queries: true, lazyQueries: true, mutations: true },
  tag: true,
};

/** The browser's own cache revalidates the menu; a nullable header does not fit a fetch call. */
const menu = { pattern: 'getMenu', parameterFilter: (name) => name.toLowerCase() !== 'if-none-match' };

/** A quote has no side effect: cached like a query, it never refetches the lists of orders. */
const quote = { pattern: /^quote/i, type: 'query' };

/** @type {import('@rtk-query/codegen-openapi').ConfigFile} */
module.exports = {
  ...shared,
  schemaFile: '../../../edge-node/openapi.json',
  outputFiles: {
    './src/generated.ts': { exportName: 'boxApi', endpointOverrides: [quote, menu] },
    './src/cloud-generated.ts': {
      schemaFile: '../../../cloud-sync/openapi.json',
      exportName: 'cloudApi',
      endpointOverrides: [menu],
    },
  },
};
