// Package report is the host from which the usage reports are downloaded, and their files.
package report
