// Package money is what licenses cost: amounts, prices, and what follows from them. It is
// exact, and never adds what is in different currencies. It knows no store and no clock.
package money
