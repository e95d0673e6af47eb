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
  // A quote has no side effect: cached like a query, it never refetches the lists of orders.
  endpointOverrides: [{ pattern: /^quote/i, type: 'query' }],
};
