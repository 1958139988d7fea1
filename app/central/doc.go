// Package central publishes what was imported into the central database (store/central), one
// tenant after another, beside everything else.
package central
