// Package networktest has proxies, their scripts and sign-ins for tests.
package networktest
