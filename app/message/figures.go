package message

import (
	"fmt"
	"strconv"
	"time"

	"inventorybeacon/money"
)

// Number is written as the language of the account does: 1,234,567 in English.
func Number(n int64) string { return system().numbers.Sprintf("%d", n) }

// Moment is a time to the minute, on the clock of its own time zone.
func Moment(t time.Time) string { return t.Format("2006-01-02 15:04") }

// Duration is how long something took, to the second, or to a tenth below ten.
func Duration(d time.Duration) string {
	switch {
	case d < 10*time.Second:
		return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
	case d < time.Minute:
		return strconv.FormatInt(int64(d.Seconds()), 10) + " s"
	case d < time.Hour:
		return strconv.FormatInt(int64(d.Minutes()), 10) + " min " + strconv.FormatInt(int64(d.Seconds())%60, 10) + " s"
	default:
		return strconv.FormatInt(int64(d.Hours()), 10) + " h " + strconv.FormatInt(int64(d.Minutes())%60, 10) + " min"
	}
}

// Roughly is how long something will still take: nothing finer than a second.
func Roughly(d time.Duration) string {
	if d = d.Round(time.Second); d < time.Minute {
		return strconv.FormatInt(int64(d.Seconds()), 10) + " s"
	}
	return Duration(d)
}

// exactBelow is the amount below which decimals are written; above it nobody reads them.
const exactBelow = 1000

// Money is an amount with its currency, as short as it can be read.
func Money(a money.Amount, currency string) string {
	if whole := a.Whole(); whole >= exactBelow {
		return Number(whole) + " " + currency
	}
	return a.In(currency) + " " + currency
}

// Price is a price in words, for example "54.75 EUR a month".
func Price(p money.Price) string {
	if p.Per == money.Year {
		return fmt.Sprintf(L("%s %s a year"), p.Amount(), p.Currency)
	}
	return fmt.Sprintf(L("%s %s a month"), p.Amount(), p.Currency)
}
