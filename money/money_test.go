package money

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"
)

func TestParseAmount(t *testing.T) {
	for text, want := range map[string]int64{
		"54.75": 54_750_000, "54,75": 54_750_000, "0": 0, "00.5": 500_000, " 12 ": 12_000_000, "0.000001": 1, "1,5": 1_500_000,
		"1.234": 1_234_000, "999999999999.999999": 999_999_999_999_999_999, "1,2345": 1_234_500,
		"1,23": 1_230_000, "0000000000001": 1_000_000,
	} {
		if got, err := ParseAmount(text); err != nil || got != want {
			t.Errorf("%q is %d, %v; want %d", text, got, err, want)
		}
	}
	for text, want := range map[string]error{
		"": ErrNoAmount, " ": ErrNoAmount, "-1": ErrNoAmount, "+1": ErrNoAmount, "1e3": ErrNoAmount, "1.2.3": ErrNoAmount, "1.": ErrNoAmount,
		"1,": ErrNoAmount, ".5": ErrNoAmount, "1.0000001": ErrNoAmount, "€ 5": ErrNoAmount, "1,234.50": ErrNoAmount, "1.234,50": ErrNoAmount,
		"1,234": ErrAmbiguous, "1000000000000": ErrTooMuch, "٣": ErrNoAmount,
	} {
		if got, err := ParseAmount(text); !errors.Is(err, want) || got != 0 {
			t.Errorf("%q is %d, %v; want %v", text, got, err, want)
		}
	}
}

func FuzzParseAmount(f *testing.F) {
	f.Add("54,75")
	f.Fuzz(func(t *testing.T, text string) {
		micros, err := ParseAmount(text)
		if err != nil {
			return
		}
		price := Price{Micros: micros, Currency: "EUR", Per: Month}
		if again, err := ParseAmount(price.Amount()); err != nil || again != micros {
			t.Errorf("%q is %d, written as %q, which is %d, %v", text, micros, price.Amount(), again, err)
		}
	})
}

func TestPriceIsWrittenAsItWasEntered(t *testing.T) {
	for _, c := range []struct {
		price Price
		want  string
	}{
		{Price{54_750_000, "EUR", Month}, "54.75"},
		{Price{54_700_000, "EUR", Month}, "54.70"},
		{Price{54_000_000, "JPY", Month}, "54"},
		{Price{12_500, "USD", Month}, "0.0125"},
		{Price{1_500_000, "KWD", Year}, "1.500"},
	} {
		if got := c.price.Amount(); got != c.want {
			t.Errorf("%+v is %q, want %q", c.price, got, c.want)
		}
		if got, err := strconv.ParseFloat(c.want, 64); err != nil || got != c.price.Number() {
			t.Errorf("%+v is %v in a file, want %v (%v)", c.price, c.price.Number(), got, err)
		}
	}
}

func TestAmountsAreExactAndRoundedOnce(t *testing.T) {
	year := Price{Micros: 100 * unit, Currency: "EUR", Per: Year} // 8.333... a month
	if got := year.Times(1).In("EUR"); got != "8.33" {
		t.Errorf("a twelfth is %s", got)
	}
	var sum Amount
	for range 12 {
		sum = sum.Plus(year.Times(1))
	}
	if got := sum.Rounded(6); got != "100.000000" {
		t.Errorf("twelve twelfths are %s", got)
	}
	if got := (Price{Micros: 5_000, Currency: "EUR", Per: Month}).Times(1).In("EUR"); got != "0.01" { // half a cent
		t.Errorf("half a cent is %s", got)
	}
	if got := (Price{Micros: 1_400_000 * unit, Currency: "VND", Per: Month}).Times(2_000_000_000).In("VND"); got != "2800000000000000" {
		t.Errorf("beyond 64 bits it is %s", got)
	}
	if got := sum.Minus(year.Times(3)).Times(2).In("EUR"); got != "150.00" {
		t.Errorf("twice nine twelfths are %s", got)
	}
	if got := (Amount{}).In("EUR"); got != "0.00" {
		t.Errorf("nothing is %s", got)
	}
}

func TestAmountsAreComparedAndShownAmongOthers(t *testing.T) {
	of := func(micros int64) Amount { return Price{Micros: micros, Currency: "EUR", Per: Month}.Times(1) }
	beyond := Price{Micros: 1_000_000 * unit, Currency: "VND", Per: Month}.Times(10_000_000_000_000) // 64 bits
	for _, c := range []struct {
		name    string
		amount  Amount
		nothing bool
		cmp     int // to 1.50
		whole   int64
		number  float64 // with two decimals
	}{
		{"given nothing", Amount{}, true, -1, 0, 0},
		{"given what was all taken away again", of(5).Minus(of(5)), true, -1, 0, 0},
		{"given the least there is", of(1), false, -1, 0, 0},
		{"given less than a half", of(490_000), false, -1, 0, 0.49},
		{"given a half, which is rounded away from zero", of(1_500_000), false, 0, 2, 1.5},
		{"given more", of(1_500_001), false, 1, 2, 1.5},
		{"given less than nothing", Amount{}.Minus(of(2_500_000)), false, -1, -3, -2.5},
		{"given several digits", of(1234_567_000), false, 1, 1235, 1234.57},
		{"given more than a number holds", beyond, false, 1, 1<<63 - 1, 1e19},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.amount.IsZero(); got != c.nothing {
				t.Errorf("is nothing: %v", got)
			}
			if got := c.amount.Cmp(of(1_500_000)); got != c.cmp {
				t.Errorf("compared to 1.50 it is %d, want %d", got, c.cmp)
			}
			if got := c.amount.Whole(); got != c.whole {
				t.Errorf("without decimals it is %d, want %d", got, c.whole)
			}
			if got := c.amount.Number(2); got != c.number {
				t.Errorf("for a spreadsheet it is %v, want %v", got, c.number)
			}
		})
	}
}

func TestCurrenciesAndPeriodsAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{"EUR": "EUR", " usd ": "USD", "Jpy": "JPY", "": "", "EURO": "", "€": "", "E1R": ""} {
		code, err := ParseCurrency(text)
		if code != want || errors.Is(err, ErrNoCurrency) != (want == "") || (err == nil) != (want != "") {
			t.Errorf("%q is the currency %q, %v; want %q", text, code, err, want)
		}
	}
	for text, want := range map[string]Period{"": Month, " ": Month, "month": Month, " Month": Month, "YEAR": Year, "years": "", "week": ""} {
		period, err := ParsePeriod(text)
		if period != want || errors.Is(err, ErrNoPeriod) != (want == "") || (err == nil) != (want != "") {
			t.Errorf("%q is the period %q, %v; want %q", text, period, err, want)
		}
	}
	for code, want := range map[string]int{"EUR": 2, "JPY": 0, "KWD": 3, "": 2, "none": 2} {
		if got := Decimals(code); got != want {
			t.Errorf("%q has %d decimals, want %d", code, got, want)
		}
	}
}

func TestUnits(t *testing.T) {
	for _, c := range []struct {
		name                          string
		purchased, assigned, inactive int64
		committed                     int64
		unused, reducible             int64
	}{
		{"given free units and inactive holders, then both are unused", 315, 289, 63, 280, 89, 35},
		{"given more assigned than purchased, then only what was purchased is unused", 100, 110, 30, 0, 20, 20},
		{"given more assigned and nobody inactive, then nothing is unused", 100, 110, 0, 0, 0, 0},
		{"given a commitment beyond what is there, then nothing can be reduced", 100, 50, 0, 120, 50, 0},
		{"given none purchased, then nothing is unused", 0, 4, 4, 0, 0, 0},
		{"given more inactive holders than the tenant counts as assigned, then at most all are unused", 10, 2, 5, 0, 10, 10},
	} {
		t.Run(c.name, func(t *testing.T) {
			u := Units{Purchased: c.purchased, Unused: UnusedOf(c.purchased, c.assigned, c.inactive), Committed: c.committed}
			if u.Unused != c.unused || u.Reducible() != c.reducible {
				t.Errorf("%d unused, %d reducible; want %d and %d", u.Unused, u.Reducible(), c.unused, c.reducible)
			}
		})
	}
}

// TestSumsAgreeWithRationalNumbers adds up random licenses once more, as fractions.
func TestSumsAgreeWithRationalNumbers(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	sums, want := Sums{}, map[string]*big.Rat{}
	for range 500 {
		p := Price{
			Micros: random.Int64N(1e12), Currency: []string{"EUR", "USD", "JPY"}[random.IntN(3)],
			Per: []Period{Month, Year}[random.IntN(2)],
		}
		u := Units{Purchased: random.Int64N(1_000_000)}
		u.Unused, u.Committed = random.Int64N(u.Purchased+1), random.Int64N(u.Purchased+1)
		sums.Add(p, u)
		month := new(big.Rat).SetFrac64(p.Micros, 1_000_000)
		if p.Per == Year {
			month.Quo(month, big.NewRat(12, 1))
		}
		reducible := min(u.Unused, u.Purchased-u.Committed)
		for sum, units := range map[string]int64{"spent": u.Purchased, "unused": u.Unused, "reducible": reducible} {
			key := sum + " " + p.Currency
			if want[key] == nil {
				want[key] = new(big.Rat)
			}
			want[key].Add(want[key], new(big.Rat).Mul(month, new(big.Rat).SetInt64(units)))
		}
	}
	if got := sums.Currencies(); len(got) != 3 || got[0] != "EUR" {
		t.Errorf("the currencies are %v", got)
	}
	for currency, spend := range sums {
		for sum, got := range map[string]Amount{"spent": spend.Spent, "unused": spend.Unused, "reducible": spend.Reducible} {
			if want := want[sum+" "+currency].FloatString(6); got.Rounded(6) != want {
				t.Errorf("%s %s are %s, want %s", got.Rounded(6), currency, sum, want)
			}
		}
	}
}
