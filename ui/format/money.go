package format

import (
	"strconv"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/message"
	"inventorybeacon/money"
)

// Money is an amount with its currency, as short as it can be read.
func Money(a money.Amount, currency string) string { return message.Money(a, currency) }

// Yearly is what an amount a month is a year.
func Yearly(a money.Amount, currency string) string {
	return lang.L("{{.Amount}} a year", map[string]any{"Amount": Money(a.Times(12), currency)})
}

// Share is a part of a whole, such as 0.125, in percent.
func Share(part float64) string { return strconv.FormatFloat(100*part, 'f', 1, 64) + " %" }

// Whole writes the value of a chart.
func Whole(value float64) string {
	if value != float64(int64(value)) {
		return strconv.FormatFloat(value, 'f', 1, 64)
	}
	return message.Number(int64(value))
}

// Counted is a number for a text that has it as {{.Number}}.
func Counted(n int64) map[string]any { return map[string]any{"Number": message.Number(n)} }
