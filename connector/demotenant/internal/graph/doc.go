// Package graph answers as Microsoft Graph does, for what an import asks of it.
package graph
