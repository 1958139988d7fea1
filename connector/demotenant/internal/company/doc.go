// Package company is what the offline tenant knows: the accounts, their licenses and what
// they use, all of it computed from a seed when it is asked for.
package company
