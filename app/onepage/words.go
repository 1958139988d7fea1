package onepage

import "inventorybeacon/app/message"

// words are the labels of the page.
type words struct {
	Costs, Day, Dropped, License, Licenses, NoLicense, NoPrice, NoRenewal, NoTrend, Purchased, Reducible string
	SavesMonth, SavesYear, Spent, Trend, Units, Unused                                                   string
	CostMonth, Department, Users                                                                         string
}

func labels() words {
	return words{
		Licenses:   message.L("Licenses"),
		Purchased:  message.L("Purchased"),
		NoLicense:  message.L("The tenant has no paid license"),
		Costs:      message.L("What licenses cost"),
		Spent:      message.L("Spent"),
		Unused:     message.L("Unused"),
		Reducible:  message.L("Reducible"),
		NoPrice:    message.L("No price was entered yet"),
		Day:        message.L("Day"),
		Units:      message.L("Units"),
		License:    message.L("License"),
		Dropped:    message.L("Can be dropped"),
		SavesMonth: message.L("Saves a month"),
		SavesYear:  message.L("Saves a year"),
		NoRenewal:  message.L("No subscription ends or is renewed in these days"),
		Trend:      message.L("Paid licenses over time"),

		Department: message.L("Department"),
		Users:      message.L("Users"),
		CostMonth:  message.L("Cost a month"),
		NoTrend:    message.L("Shown from the second import on"),
	}
}

// note says what a word of the page means.
type note struct{ Word, Text string }

func notes() []note {
	return []note{
		{message.L("Unused"), message.L("units that could be given to somebody else today: free ones, and those of inactive holders.")},
		{message.L("Reducible"), message.L("unused units beyond what was committed to. They need not be renewed, but only when their subscription ends.")},
		{message.L("New"), message.L("not active, but has the license for less than these days: too early to tell.")},
		{message.L("Unknown"), message.L("in no usage report that could tell. Never counted as inactive.")},
	}
}
