// Package demotenant is a Microsoft 365 tenant that needs no Microsoft: the
// sign-in pages, the token endpoint, Microsoft Graph and the usage reports of
// an invented company, served over HTTP on the loopback interface.
//
// It is what `inventory-beacon demo` shows, and what tests and benchmarks run
// against, so it is as strict as Microsoft is: PKCE is verified, a code works
// once, /users without $select has the default properties only, and the host
// that serves reports refuses every request that brings a token along.
//
// Everything about user number i follows from the seed and i, so a tenant of
// several million users occupies no memory, and [Tenant.Users] and its
// neighbors can tell a test exactly what an import must have found.
package demotenant
