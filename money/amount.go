package money

import (
	"math/big"
	"strconv"
	"strings"
)

// Amount is an amount of money a month, exact: it is kept as what it makes a year, so that
// a twelfth of a year's price adds up to that again. The currency stands beside it. The
// zero value is nothing.
type Amount struct{ micros *big.Int } // millionths of the currency's unit a year

// Plus returns the sum of two amounts of one currency.
func (a Amount) Plus(b Amount) Amount {
	return Amount{new(big.Int).Add(a.orZero(), b.orZero())}
}

// Minus returns what is left of an amount when another one of its currency is taken away.
func (a Amount) Minus(b Amount) Amount {
	return Amount{new(big.Int).Sub(a.orZero(), b.orZero())}
}

// Times returns so many times the amount.
func (a Amount) Times(n int64) Amount {
	return Amount{new(big.Int).Mul(a.orZero(), big.NewInt(n))}
}

// Cmp is negative when a is less than b, 0 when they are equal, and else positive.
func (a Amount) Cmp(b Amount) int { return a.orZero().Cmp(b.orZero()) }

// IsZero reports whether there is nothing.
func (a Amount) IsZero() bool { return a.orZero().Sign() == 0 }

func (a Amount) orZero() *big.Int {
	if a.micros == nil {
		return new(big.Int)
	}
	return a.micros
}

// Rounded returns the amount with so many decimals, halves away from zero, without
// separators: "8.33".
func (a Amount) Rounded(decimals int) string {
	return new(big.Rat).SetFrac(a.orZero(), big.NewInt(monthsAYear*unit)).FloatString(decimals)
}

// In returns the amount as it is written in a currency: with the decimals of its coins.
func (a Amount) In(currency string) string { return a.Rounded(Decimals(currency)) }

// Number is the amount with so many decimals for a spreadsheet.
func (a Amount) Number(decimals int) float64 {
	n, _ := strconv.ParseFloat(a.Rounded(decimals), 64) // what Rounded returns is one
	return n
}

// Whole returns the amount without decimals, for where it is shown among others.
func (a Amount) Whole() int64 {
	n, err := strconv.ParseInt(a.Rounded(0), 10, 64)
	if err != nil { // beyond what any tenant costs
		return 1<<63 - 1
	}
	return n
}

// plainMicros writes millionths with the decimals that there are, but at least those of
// the currency: "54.75", "0.0125".
func plainMicros(micros int64, decimals int) string {
	whole, rest := micros/unit, micros%unit
	digits := strings.TrimRight(strconv.FormatInt(unit+rest, 10)[1:], "0")
	for len(digits) < decimals {
		digits += "0"
	}
	if digits == "" {
		return strconv.FormatInt(whole, 10)
	}
	return strconv.FormatInt(whole, 10) + "." + digits
}
