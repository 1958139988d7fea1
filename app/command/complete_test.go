package command

import (
	"os"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/app/lists"
)

func TestEveryListIsKeptAsAView(t *testing.T) {
	dir := t.TempDir()
	for _, list := range lists.All {
		succeed(t, dir, "view", "save", "All "+string(list), string(list))
	}
}

func TestCommandLinesAreCompleted(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"Contoso", "Contoso Éé two", "Fabrikam"} {
		succeed(t, dir, "connection", "add", name)
	}
	succeed(t, dir, "schedule", "add", "Every night", "--time", "02:30")
	succeed(t, dir, "view", "save", "Sleeping", "users")
	for name, c := range map[string]struct {
		typed []string // the last one is where the cursor is
		want  []string
	}{
		"commands":        {[]string{"connection", "e"}, []string{"edit", "enable", "export"}},
		"hidden commands": {[]string{"__"}, nil},
		"options": {
			[]string{"connection", "add", "X", "--cl"},
			[]string{"--cloud", "--client-id", "--client-secret-file", "--client-secret-expires"},
		},
		"options that were given":   {[]string{"connection", "add", "X", "--cloud", "dod", "--clo"}, nil},
		"the values of an option":   {[]string{"connection", "add", "X", "--flow", ""}, []string{"authorization-code", "client-credentials"}},
		"values behind a =":         {[]string{"connection", "add", "X", "--flow=c"}, []string{"--flow=client-credentials"}},
		"clouds":                    {[]string{"connection", "add", "X", "--cloud", "g"}, []string{"global", "gcc-high"}},
		"enums":                     {[]string{"inventory", "users", "--format", "x"}, []string{"xlsx"}},
		"connections":               {[]string{"import", "C"}, []string{"Contoso", "Contoso Éé two"}},
		"in another case":           {[]string{"import", "contoso é"}, []string{"Contoso Éé two"}},
		"connections of an option":  {[]string{"task", "list", "--connection", "F"}, []string{"Fabrikam"}},
		"a new connection":          {[]string{"connection", "add", "C"}, nil},
		"no second name":            {[]string{"connection", "show", "Contoso", ""}, nil},
		"several names":             {[]string{"connection", "export", "Contoso", "F"}, []string{"Fabrikam"}},
		"the second argument":       {[]string{"schedule", "assign", "Contoso", ""}, []string{"Every night"}},
		"licenses":                  {[]string{"price", "set", "spe_e5"}, []string{"SPE_E5"}},
		"periods":                   {[]string{"price", "set", "SPE_E5", "1", "EUR", "--per", ""}, []string{"month", "year"}},
		"schedules":                 {[]string{"schedule", "edit", "E"}, []string{"Every night"}},
		"behind --":                 {[]string{"import", "--", "C"}, []string{"Contoso", "Contoso Éé two"}},
		"columns of a list":         {[]string{"inventory", "licenses", "--sort", "pur"}, []string{"purchased"}},
		"columns of a view":         {[]string{"view", "save", "X", "usage", "--group-by", "rep"}, []string{"reportDate"}},
		"views":                     {[]string{"export", "s"}, []string{"Sleeping"}},
		"views of an option":        {[]string{"inventory", "users", "--view", ""}, []string{"Sleeping"}},
		"the words of help":         {[]string{"help", "task", "f"}, []string{"follow"}},
		"shells":                    {[]string{"completion", ""}, []string{"bash", "zsh", "fish", "powershell"}},
		"files":                     {[]string{"support", "/tmp/x"}, []string{completeFiles}},
		"folders":                   {[]string{"--data", ""}, []string{completeFolders}},
		"files behind a =":          {[]string{"connection", "edit", "Contoso", "--refresh-token-file="}, []string{completeFiles}},
		"another data directory":    {[]string{"--data", t.TempDir(), "import", ""}, nil},
		"what there is not":         {[]string{"nonsense", "x"}, nil},
		"the options of all":        {[]string{"import", "--da"}, []string{"--data"}},
		"a name as a typed option":  {[]string{"connection", "edit", "Contoso", "--name", "C"}, nil},
		"a connection with task":    {[]string{"task", "follow", "F"}, []string{"Fabrikam"}},
		"backups where there is no": {[]string{"backup", "restore", ""}, []string{completeFiles}},
	} {
		t.Run(name, func(t *testing.T) {
			words := slices.Clone(c.typed)
			words[len(words)-1] = "=" + words[len(words)-1]
			var got []string
			for line := range strings.Lines(succeed(t, dir, append([]string{"__complete", "--"}, words...)...)) {
				value, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
				got = append(got, value)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestCompletionMakesNoDataDirectory(t *testing.T) {
	dir := t.TempDir() + "/none"
	succeed(t, dir, "__complete", "--", "import", "=")
	if _, err := os.Stat(dir); err == nil {
		t.Error("there is one")
	}
}
