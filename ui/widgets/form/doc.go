// Package form holds the fields in which something is entered or chosen, and the form that lays them out: a label beside each, and below
// it what is wrong and a hint.
package form
