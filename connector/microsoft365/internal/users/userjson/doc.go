// Package userjson decodes pages of users of Microsoft Graph
// (learn.microsoft.com/graph/api/user-list), of which an import of a million users
// reads a thousand.
package userjson
