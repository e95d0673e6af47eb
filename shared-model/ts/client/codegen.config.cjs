/** Turns the box's committed OpenAPI document into RTK Query hooks and types. */

/** @type {import('@rtk-query/codegen-openapi').ConfigFile} */
module.exports = {
  schemaFile: '../../../edge-node/openapi.json',
  apiFile: './src/base-api.ts',
  apiImport: 'baseApi',
  exportName: 'boxApi',
  outputFile: './src/generated.ts',
  hooks: { queries: true, lazyQueries: true, mutations: true },
  tag: true,
  endpointOverrides: [
    // A quote has no side effect: cached like a query, it never refetches the lists of orders.
    { pattern: /^quote/i, type: 'query' },
    // The browser's own cache revalidates the menu; a nullable header does not fit a fetch call.
    { pattern: 'getMenu', parameterFilter: (name) => name.toLowerCase() !== 'if-none-match' },
  ],
};
