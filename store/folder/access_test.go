package folder

import "testing"

func TestAPrivateFolderNamesWhoEntersIt(t *testing.T) {
	const anne, service, backups = "S-1-5-21-1-2-3-1001", "S-1-5-80-1-2-3-4-5", "S-1-5-32-551"
	const always = "D:P(A;OICI;0x1f01ff;;;S-1-5-18)(A;OICI;0x1f01ff;;;S-1-5-32-544)"
	for given, c := range map[string]struct {
		former   []grant
		accounts []string
		want     string
	}{
		"a folder as Explorer makes it": {
			[]grant{
				{"S-1-5-32-544", fullControl},
				{"S-1-5-18", fullControl},
				{"S-1-5-32-545", 0x1200a9},
				{"S-1-5-11", 0x1301bf},
				{"S-1-3-0", 0x10000000},
			},
			[]string{anne},
			always + "(A;OICI;0x1f01ff;;;" + anne + ")",
		},
		"somebody who was let in by name": {
			[]grant{{backups, 0x1200a9}, {"S-1-1-0", 0x1200a9}},
			[]string{anne},
			always + "(A;OICI;0x1f01ff;;;" + anne + ")(A;OICI;0x1200a9;;;" + backups + ")",
		},
		"all users of a domain": {[]grant{{"S-1-5-21-1-2-3-513", 0x1200a9}}, []string{service}, always + "(A;OICI;0x1f01ff;;;" + service + ")"},
		"several entries of one": {
			[]grant{{anne, 0x1200a9}, {anne, 0x2}, {service, fullControl}},
			nil,
			always + "(A;OICI;0x1200ab;;;" + anne + ")(A;OICI;0x1f01ff;;;" + service + ")",
		},
	} {
		t.Run("given "+given, func(t *testing.T) {
			if got := privateAccess(c.former, c.accounts...); got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
		})
	}
}
