package inventory

import (
	"strconv"

	"inventorybeacon/app/message"
	"inventorybeacon/money"
)

// exactBelow is the amount below which decimals are shown; above it nobody reads them.
const exactBelow = 1000

// moneyText is an amount with its currency, as short as it can be read.
func moneyText(a money.Amount, currency string) string {
	if whole := a.Whole(); whole >= exactBelow {
		return message.Number(whole) + " " + currency
	}
	return a.In(currency) + " " + currency
}

// wholeNumber writes the value of a chart.
func wholeNumber(value float64) string {
	if value != float64(int64(value)) {
		return strconv.FormatFloat(value, 'f', 1, 64)
	}
	return message.Number(int64(value))
}
