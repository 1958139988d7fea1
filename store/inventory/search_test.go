package inventory

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/search"
	"inventorybeacon/store/inventory/internal/tables"
)

func TestSearchFindsEveryWordAnywhereInANames(t *testing.T) {
	names := map[string]connector.User{
		"quote":    {DisplayName: `Anna "the boss" O'Neil`, UserPrincipalName: "anna@contoso.com"},
		"percent":  {DisplayName: "100% sure_thing", UserPrincipalName: "b@contoso.com"},
		"umlaut":   {DisplayName: "JÜRGEN Müller", UserPrincipalName: "jm@contoso.com"},
		"mail":     {DisplayName: "c", UserPrincipalName: "c@contoso.com", Mail: "Sales.Team@fabrikam.com"},
		"cyrillic": {DisplayName: "Иван Петров", UserPrincipalName: "ivan@contoso.com"},
		"slash":    {DisplayName: `a\b AND NOT`, UserPrincipalName: "s@contoso.com"},
	}
	d := contoso()
	d.pages = [][]connector.User{nil}
	for id, u := range names {
		u.ID = id
		d.pages[0] = append(d.pages[0], u)
	}
	for build, fullText := range map[string]bool{"with full text": true, "without": false} {
		t.Run(build, func(t *testing.T) {
			inv := openSearch(t, t.TempDir(), search.Options{WithoutFTS5: !fullText})
			publishDelivery(t, inv, "one", d)
			must(t, inv.AwaitIndex(t.Context()))
			for search, want := range map[string]string{
				"":                 "cyrillic mail percent quote slash umlaut",
				"anna":             "quote",
				`"the`:             "quote",
				`the boss"`:        "quote",
				"o'neil":           "quote",
				"O'NEIL anna":      "quote",
				"anna percent":     "",
				"%":                "percent",
				"100%":             "percent",
				"sure_":            "percent",
				"sureXthing":       "",
				"jürgen":           "umlaut",
				"MÜLL":             "umlaut",
				"ül":               "umlaut",
				"muller":           "",
				"jürgen contoso":   "umlaut",
				"team@FABRIKAM":    "mail",
				"иВАН":             "cyrillic",
				"ив":               "cyrillic",
				"NOT":              "slash",
				"AND":              "slash",
				`\b`:               "slash",
				`a\b`:              "slash",
				"text:anna":        "",
				"anna*":            "",
				"(anna":            "",
				"contoso":          "cyrillic mail percent quote slash umlaut",
				"\x00anna\x00":     "quote",
				"\xffanna":         "quote",
				"nothing like it ": "",
			} {
				users, err := inv.Users(t.Context(), UserQuery{Search: search, Sort: "id"})
				must(t, err)
				var found []string
				for _, u := range users {
					found = append(found, u.ID)
				}
				if got := strings.Join(found, " "); got != want {
					t.Errorf("search %q finds %q, want %q", search, got, want)
				}
			}
		})
	}
}

func TestFullTextIndexFollowsChanges(t *testing.T) {
	inv := open(t, t.TempDir())
	d := contoso()
	d.pages = manyUsers(20, "v1")
	publishDelivery(t, inv, "one", d)
	// A few users change: small enough for the index to be changed in place.
	d.pages[0][0].DisplayName = "Zenobia Zorn"
	d.pages[0] = append(d.pages[0][:3], d.pages[0][4:]...)
	d.pages[1] = append(d.pages[1], connector.User{ID: "new", DisplayName: "Newcomer"})
	publishDelivery(t, inv, "one", d)
	for text, want := range map[string]int64{"Zenobia": 1, "user3@": 0, "newcomer": 1, "contoso": 199, "user4@": 1} {
		n, err := inv.CountUsers(t.Context(), UserQuery{Search: text})
		must(t, err)
		_, indexed, err := inv.index.Candidates(t.Context(), inv.db.Read, search.Words(text), 1000)
		must(t, err)
		if n != want || int64(indexed) < want {
			t.Errorf("search %q finds %d of %d indexed, want %d", text, n, indexed, want)
		}
	}
	if _, err := inv.db.Write.Exec("INSERT INTO user_search (user_search, rank) VALUES ('integrity-check', 1)"); err != nil {
		t.Errorf("the index differs from the users: %v", err)
	}
}

func TestFullTextIndexIsMadeAnewAfterABuildWithoutIt(t *testing.T) {
	dir := t.TempDir()
	must(t, open(t, dir).Close())
	inv := openSearch(t, dir, search.Options{WithoutFTS5: true})
	publishDelivery(t, inv, "one", contoso())
	again := open(t, dir)
	must(t, again.AwaitIndex(t.Context()))
	n, err := again.CountUsers(t.Context(), UserQuery{Search: "müller"})
	must(t, err)
	if _, err := again.db.Write.Exec("INSERT INTO user_search (user_search, rank) VALUES ('integrity-check', 1)"); err != nil || n != 1 {
		t.Errorf("%d found, integrity: %v", n, err)
	}
}

func TestASmallFirstImportOfABuildWithoutFullTextIsFoundLater(t *testing.T) {
	dir := t.TempDir()
	inv := open(t, dir)
	large := contoso()
	large.pages = manyUsers(20, "v1")
	publishDelivery(t, inv, "large", large)
	must(t, inv.AwaitIndex(t.Context()))
	must(t, inv.Close())
	publishDelivery(t, openSearch(t, dir, search.Options{WithoutFTS5: true}), "small", contoso())
	again := open(t, dir)
	n, err := again.CountUsers(t.Context(), UserQuery{Search: "müller"})
	must(t, err)
	if n != 1 {
		t.Errorf("%d found", n)
	}
}

// manyWords are so many different words.
func manyWords(n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprint("word", i)
	}
	return strings.Join(words, " ")
}

// Whatever is typed or pasted is looked for, and is no error.
func TestAnySearchIsAnswered(t *testing.T) {
	long := manyWords(2000)
	d := contoso()
	d.pages = [][]connector.User{{
		{ID: "long", DisplayName: long, UserPrincipalName: "long@contoso.com"},
		{ID: "wide", DisplayName: strings.Repeat("Wide", 30_000), UserPrincipalName: "wide@contoso.com"},
		{ID: "other", DisplayName: "MÜLLER " + manyWords(50), UserPrincipalName: "other@contoso.com"},
	}}
	for build, fullText := range map[string]bool{"with the index": true, "without": false} {
		inv := openSearch(t, t.TempDir(), search.Options{WithoutFTS5: !fullText})
		publishDelivery(t, inv, "one", d)
		must(t, inv.AwaitIndex(t.Context()))
		for given, search := range map[string]struct {
			text string
			want int64
		}{
			"2,000 words":                        {long, 1},
			"2,000 words, one of them of nobody": {long + " nobody", 0},
			"50 words and an umlaut":             {manyWords(50) + " müller", 1},
			"one word 2,000 times":               {strings.Repeat("word7 ", 2000), 2},
			"100,000 words":                      {manyWords(100_000), 0},
			"a word of 80,000 letters":           {strings.Repeat("WIDE", 20_000), 1},
			"a word of 1 MB":                     {strings.Repeat("wide", 1<<18), 0},
			"1 MB of quotes":                     {strings.Repeat(`"`, 1<<20), 0},
			"1 MB of wildcards":                  {strings.Repeat("%_", 1<<19), 0},
			"1 MB of blanks":                     {strings.Repeat(" ", 1<<20), 3},
			"quotes":                             {`"wide" 'wide'`, 0},
			"NUL":                                {"\x00", 3},
			"NUL in a word":                      {"wi\x00de", 1},
			"no UTF-8":                           {"\xff\xfe\xed\xa0\x80", 3},
			"only operators":                     {`AND OR NOT NEAR ( ) { } : * ^ + - " "" """`, 0},
			"a column":                           {"text : wide", 0},
			"JSON":                               {strings.Repeat("x", 2000) + `"] [null]`, 0},
		} {
			n, err := inv.CountUsers(t.Context(), UserQuery{Search: search.text})
			if err != nil || n != search.want {
				t.Errorf("%s, given %s: %d users, %v, want %d", build, given, n, err, search.want)
			}
			_, users := inv.Users(t.Context(), UserQuery{Search: search.text, Limit: 50})
			_, usage := inv.Usage(t.Context(), UsageQuery{Search: search.text})
			_, wide := inv.WideUsage(t.Context(), UsageQuery{Search: search.text})
			_, licenses := inv.Licenses(t.Context(), LicenseQuery{Search: search.text})
			_, applications := inv.Applications(t.Context(), ApplicationQuery{Search: search.text})
			if err := errors.Join(users, usage, wide, licenses, applications); err != nil {
				t.Errorf("%s, given %s: %v", build, given, err)
			}
		}
	}
}

// FuzzSearch looks for any text, which must never be an error, and finds the
// user who is named like it.
func FuzzSearch(f *testing.F) {
	for _, seed := range []string{
		"anna", `"`, `""" AND`, "%_\\", "a\x00b", "\xff\xfe", "MÜLLER", "NEAR(a b)", "text : x", "-x", "^abc",
		"{a b}:c", "ΑΣ Σας", "İı",
		"ẞß",
		strings.Repeat("a b c ", 700), manyWords(2000), strings.Repeat("anna", 20_000), strings.Repeat("%_", 600),
		`"" * ( ) + - ^ : {} NOT AND OR NEAR`,
	} {
		f.Add(seed)
	}
	inv := open(f, f.TempDir())
	d := contoso()
	d.pages = [][]connector.User{{{ID: "x"}}}
	publishDelivery(f, inv, "one", d)
	f.Fuzz(func(t *testing.T, text string) {
		name := strings.Join(search.Words(text), " ")
		tx, err := inv.db.Write.Begin()
		must(t, err)
		defer func() { must(t, tx.Rollback()) }()
		must(t, inv.index.Remove(t.Context(), tx, "SELECT uid FROM user"))
		names, needed := tables.Folded(connector.User{DisplayName: name})
		_, err = tx.Exec("UPDATE user SET display_name = ?, folded = ?", name, sql.NullString{String: names, Valid: needed})
		must(t, err)
		must(t, inv.index.Add(t.Context(), tx, "SELECT uid FROM user"))
		for _, searched := range []string{text, strings.ToUpper(name)} {
			// The case of some letters, such as ı, does not come back.
			if lower := strings.ToLower(searched); lower != strings.ToLower(name) && searched != text {
				continue
			}
			var users query.Conditions
			_, err := users.AddSearch(t.Context(), tx, inv.queries, searched, false)
			must(t, err)
			var n int
			must(t, tx.QueryRow("SELECT count(*) FROM user AS u"+users.Where(), users.Args...).Scan(&n))
			if n != 1 {
				t.Errorf("search %q in %q finds %d", searched, name, n)
			}
			var usage query.Conditions
			if words := search.Words(searched); len(words) > 0 {
				condition, args := search.NameMatches("g.upn", words)
				usage.Add(condition, args...)
			}
			must(t, tx.QueryRow("SELECT count(*) FROM usage AS g"+usage.Where(), usage.Args...).Scan(&n))
		}
	})
}
