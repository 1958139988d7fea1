package support

import (
	"bytes"
	"crypto/sha512"
	"encoding/base64"
	"encoding/pem"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// chance is text of an alphabet that nobody can tell from a secret's.
func chance(seed uint64, alphabet string, length int) string {
	var out strings.Builder
	for block := 0; out.Len() < length; block++ {
		for _, b := range sha512.Sum512([]byte(strconv.FormatUint(seed, 10) + "/" + strconv.Itoa(block))) {
			out.WriteByte(alphabet[int(b)%len(alphabet)])
		}
	}
	return out.String()[:length]
}

const (
	alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	base64url    = alphanumeric + "-_"
)

// secretsOfEveryForm are secrets as Microsoft and administrators make them.
func secretsOfEveryForm(seed uint64) map[string]string {
	some := func(n uint64, alphabet string, length int) string { return chance(seed^n<<32, alphabet, length) }
	return map[string]string{
		"client secret":    some(1, alphanumeric+"_.-", 3) + "8Q~" + some(2, base64url+"~.", 34),
		"Entra refresh":    "0.A" + some(3, base64url, 60) + "." + some(4, base64url, 800),
		"newer refresh":    "1.A" + some(5, base64url, 40) + ".Ag" + some(6, base64url, 900),
		"personal refresh": "M.C" + strconv.Itoa(500+int(seed%50)) + "_BAY.0.U.-C" + some(7, alphanumeric+"*!", 300) + "$$",
		"signed token":     "eyJ" + some(8, base64url, 40) + "." + some(9, base64url, 200) + "." + some(10, base64url, 86),
		"encrypted token": "eyJ" + some(11, base64url, 40) + ".." + some(12, base64url, 16) + "." + some(13, base64url, 300) + "." +
			some(14, base64url, 22),
		"opaque token":       some(15, base64url, 400),
		"opaque in base64":   some(17, alphanumeric+"+/", 400),
		"short opaque token": "Aa0" + some(18, base64url, 100),
	}
}

// FuzzRedactor embeds secrets of every form in any text, in every way in which a log or
// JSON may hold them, and looks for parts of them in what comes out.
func FuzzRedactor(f *testing.F) {
	f.Add(uint64(1), "", "")
	f.Add(uint64(2), "the answer was ", ", at 12:30")
	f.Add(uint64(3), `{"error":"`, `"}`)
	f.Add(uint64(4), "-----BEGIN PRIVATE KEY-----", "x@y://:")
	f.Add(uint64(5), `password="`, `\"`)
	f.Add(uint64(6), "http://anna:", "@proxy")
	f.Add(uint64(7), "token=", "&code=")
	f.Add(uint64(8), "8Q~", ".")
	f.Fuzz(nothingSurvives)
}

// TestNothingSurvivesBesideAnything sets what means something to the patterns before and
// after secrets.
func TestNothingSurvivesBesideAnything(t *testing.T) {
	parts := []string{
		"", " ", `"`, `\"`, `\\`, "'", "token=", `"secret":"`, "http://anna:", "anna:", "@proxy:80", "://", "-----BEGIN PRIVATE KEY-----",
		"-----END PRIVATE KEY-----",
		"Bearer ", "Basic ", "code=", "8Q~", "0.A", "M.C", "eyJ", "%", "/", "=", "[secret]", "\n", "\\n", "{", "}",
		"8f3e2a10-7a51-4b43-9d0c-0e8f5a3b7c11", "invalid port \"",
	}
	random := rand.New(rand.NewPCG(5, 10))
	some := func() (text string) {
		for range random.IntN(4) {
			text += parts[random.IntN(len(parts))]
		}
		return text
	}
	for range 300 {
		nothingSurvives(t, random.Uint64(), some(), some())
	}
}

func nothingSurvives(t *testing.T, seed uint64, before, after string) {
	r := newRedactor(nil)
	look := func(form, text, secret string) {
		var out bytes.Buffer
		if err := r.copy(&out, strings.NewReader(text)); err != nil {
			t.Fatal(err)
		}
		for i := 0; i+12 <= len(secret); i++ {
			if piece := secret[i : i+12]; strings.Contains(out.String(), piece) && !strings.Contains(before+after, piece) {
				t.Fatalf("%q is left of a %s:\nin  %q\nout %q", piece, form, text, out.String())
			}
		}
	}
	secrets := secretsOfEveryForm(seed)
	forms := slices.Sorted(maps.Keys(secrets))
	for _, form := range forms[seed%uint64(len(forms)):][:1] { // one at a time, so that many are tried
		secret := secrets[form]
		for _, text := range []string{
			before + " " + secret + " " + after,
			before + `"` + secret + `"` + after,
			quoteJSON(before + " " + secret + " " + after),
			`{"any":` + quoteJSON(before) + `,"token":` + quoteJSON(secret) + `,"more":` + quoteJSON(after) + `}`,
			strconv.Quote(before + "\n" + secret + "\n" + after),
			"msg=" + strconv.Quote(`{"body":`+quoteJSON(`{"refresh_token":`+quoteJSON(secret)+`}`)+`}`+after),
			before + "?refresh_token=" + secret + "&" + after,
		} {
			look(form, text, secret)
		}
		look(form, "x="+url.QueryEscape(secret), url.QueryEscape(secret))
	}
	// Passwords with what stands in addresses too.
	password := "P" + chance(seed, alphanumeric+"/@:", 20) + "9"
	for _, text := range []string{
		before + " http://anna:" + password + "@proxy.corp:8080/ " + after,
		before + ` "anna:` + password + `@proxy:8080" ` + after,
		quoteJSON(before + " via http://anna:" + password + "@proxy.corp " + after),
		before + ` {"proxyPassword":"` + password + `"}`,
	} {
		look("proxy's password", text, password)
	}
	// Private keys, over several lines and in one.
	body := []byte(chance(seed, base64url, 600))
	key := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: body}))
	inside := base64.StdEncoding.EncodeToString(body)
	line := func(text string) string { return strings.NewReplacer("\n", " ", "\r", " ").Replace(text) }
	for _, text := range []string{
		line(before) + "\n" + key + after,
		quoteJSON(before + "\n" + key + after),
		`{"key":` + quoteJSON(quoteJSON(key)) + `}` + after,
	} {
		for i := 0; i+64 <= len(inside); i += 64 {
			look("private key", text, inside[i:i+64])
		}
	}
}
