package money

import (
	"errors"
	"math/big"
	"strconv"
	"strings"

	"golang.org/x/text/currency"
)

// unit is the millionths in an amount of 1.
const unit = 1_000_000

const monthsAYear = 12

// Period is the time that a price is for.
type Period string

// The periods. A year's price is twelve months'.
const (
	Month Period = "month"
	Year  Period = "year"
)

// Price is what one unit of a license costs.
type Price struct {
	// Micros is the amount in millionths of the currency's unit.
	Micros int64
	// Currency is its code of ISO 4217, in capitals.
	Currency string
	Per      Period
}

// Times returns what so many units cost a month.
func (p Price) Times(units int64) Amount {
	micros := new(big.Int).Mul(big.NewInt(p.Micros), big.NewInt(units))
	if p.Per != Year {
		micros.Mul(micros, big.NewInt(monthsAYear))
	}
	return Amount{micros}
}

// Amount is the price as it was entered, without separators: "54.75".
func (p Price) Amount() string { return plainMicros(p.Micros, Decimals(p.Currency)) }

// Number is the price as it was entered, for a file.
func (p Price) Number() float64 {
	n, _ := strconv.ParseFloat(p.Amount(), 64) // what Amount returns is one
	return n
}

// The reasons for which a text is no amount.
var (
	ErrNoAmount  = errors.New("not an amount such as 54.75")
	ErrAmbiguous = errors.New("the comma may be one before decimals or between thousands")
	ErrTooMuch   = errors.New("more than a price can be")
)

// mostDigits are those before the decimals of the greatest amount.
const mostDigits = 12

// ParseAmount reads an amount of at most six decimals, before which stands a point, or a
// comma where it cannot be one between thousands. It returns millionths. The errors are
// [ErrNoAmount], [ErrAmbiguous] and [ErrTooMuch].
func ParseAmount(text string) (micros int64, err error) {
	text = strings.TrimSpace(text)
	whole, decimals, _ := strings.Cut(text, ".")
	if before, after, comma := strings.Cut(whole, ","); comma && decimals == "" {
		if len(after) == 3 {
			return 0, ErrAmbiguous
		}
		whole, decimals = before, after
	}
	if whole == "" || !digits(whole) || !digits(decimals) || len(decimals) > 6 || strings.ContainsAny(text[len(text)-1:], ".,") {
		return 0, ErrNoAmount
	}
	if whole = strings.TrimLeft(whole, "0"); len(whole) > mostDigits {
		return 0, ErrTooMuch
	}
	return strconv.ParseInt(whole+decimals+strings.Repeat("0", 6-len(decimals)), 10, 64)
}

func digits(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
}

// ErrNoCurrency is returned for what is no currency of ISO 4217.
var ErrNoCurrency = errors.New("not a currency such as EUR")

// ParseCurrency reads a code of ISO 4217 in letters of any case.
func ParseCurrency(text string) (string, error) {
	code, err := currency.ParseISO(strings.TrimSpace(text))
	if err != nil {
		return "", ErrNoCurrency
	}
	return code.String(), nil
}

// ErrNoPeriod is returned for what is neither a month nor a year.
var ErrNoPeriod = errors.New("neither month nor year")

// ParsePeriod reads month or year in any case; nothing is a month.
func ParsePeriod(text string) (Period, error) {
	switch p := Period(strings.ToLower(strings.TrimSpace(text))); p {
	case "":
		return Month, nil
	case Month, Year:
		return p, nil
	default:
		return "", ErrNoPeriod
	}
}

// Decimals is how many decimals the amounts of a currency have by ISO 4217: 2 of EUR,
// none of JPY; 2 of what is none.
func Decimals(code string) int {
	unit, err := currency.ParseISO(code)
	if err != nil {
		return 2
	}
	scale, _ := currency.Standard.Rounding(unit)
	return scale
}
