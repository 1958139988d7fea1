// Package connectortest has what the tests of connectors ask of errors: their words, and no secret in them.
package connectortest
