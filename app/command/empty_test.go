package command

import (
	"strings"
	"testing"
)

// An option that a script gives an empty variable must not mean everything.
func TestAnEmptyValueIsRefused(t *testing.T) {
	dir := t.TempDir()
	for _, line := range []string{
		"reclaim script --output x.ps1 --license ", "reclaim script --output x.ps1 --reason ", "reclaim script --output x.ps1 --certainty=",
		"reclaim script --output x.ps1 --filter ",
		"reclaim script --output x.ps1 --connection ", "reclaim script --output x.ps1 --search ", "reclaim script --output ",
		"inventory reclaim --license=", "inventory reclaim --reason ", "inventory reclaim --view ", "inventory users --license ",
		"inventory users --activity ",
		"inventory users --filter=", "inventory users --search ", "inventory users --columns ", "inventory users --group-by ",
		"inventory users --output ", "inventory users --format ",
		"inventory changes --user ", "inventory changes --license=", "inventory changes --event ", "inventory changes --connection ",
		"inventory history --license ", "inventory history --application ", "inventory history --connection ", "inventory overview --connection ",
		"inventory user nobody --connection ",
		"price set SPE_E5 1 EUR --connection ", "price set SPE_E5 1 EUR --from ", "price remove SPE_E5 --connection ",
		"license commit SPE_E5 1 --until 2099-01-01 --connection ",
		"reclaim keep nobody SPE_E5 --until 2099-01-01 --connection ", "view save Ours users --filter ", "export remove Ours --to ",
		"task list --connection ",
		"notify set --exclude ", "central publish --take-over ",
	} {
		args := strings.Split(line, " ")
		option, _, _ := strings.Cut(line[strings.LastIndex(line, " --")+1:], "=")
		status, stdout, stderr := run(t, dir, args...)
		if status != exitWrong || stdout != "" || !strings.Contains(stderr, strings.TrimSpace(option)+" has an empty value") {
			t.Errorf("%s: exit status %d\n%s%s", line, status, stdout, stderr)
		}
	}
	if status, _, stderr := run(t, dir, "inventory", "changes", "--license", " "); status != exitWrong {
		t.Errorf("a blank: exit status %d\n%s", status, stderr)
	}
}

// What is made empty, or is only a text, may be empty.
func TestAFieldMayBeMadeEmpty(t *testing.T) {
	dir := t.TempDir()
	succeed(t, dir, "connection", "add", "Contoso")
	succeed(t, dir, "connection", "edit", "Contoso", "--proxy-server", "")
	if status, _, stderr := run(t, dir, "reclaim", "keep", "nobody", "SPE_E5", "--until", "2099-01-01", "--note", ""); status != exitNotFound {
		t.Errorf("a note: exit status %d\n%s", status, stderr)
	}
}

func TestJSONAndAnotherFormatContradictEachOther(t *testing.T) {
	dir := t.TempDir()
	for _, format := range []string{"xlsx", "csv", "table", "parquet"} {
		status, stdout, stderr := run(t, dir, "inventory", "users", "--json", "--format", format)
		if status != exitWrong || stdout != "" || !strings.Contains(stderr, "--json and --format "+format+" contradict each other") {
			t.Errorf("%s: exit status %d\n%s%s", format, status, stdout, stderr)
		}
	}
	succeed(t, dir, "inventory", "licenses", "--json", "--format", "json")
	if file := succeed(t, dir, "inventory", "licenses", "--json", "--format", "csv", "--output", dir+"/licenses.txt"); !strings.Contains(file,
		"licenses.txt") {
		t.Errorf("the file is %s", file)
	}
}
