package connector

import "context"

// SignInWay is how the answer of a sign-in is caught.
type SignInWay string

// The ways to sign in; the values are what the console's --browser takes.
const (
	// SignInAuto lets the redirect URI and the installed browsers decide.
	SignInAuto SignInWay = ""
	// SignInPopup opens a window of an installed Edge, Chrome or Chromium.
	SignInPopup SignInWay = "popup"
	// SignInSystem opens the default browser.
	SignInSystem SignInWay = "system"
	// SignInNone opens nothing: the address is shown, the answer is pasted.
	SignInNone SignInWay = "none"
)

// Prompter is the administrator's side of a sign-in. Its methods are called
// from the goroutine that called SignIn, but for Answer after Address has returned true.
type Prompter interface {
	// Status says what the sign-in waits for.
	Status(m Message)
	// Words puts a message into the administrator's language, whose tag (BCP 47) it returns
	// too: the browser shows it, what to do below what there is.
	Words(m Message) (words Advice, language string)
	// Address shows the address at which to sign in, where a browser of this computer opens it and the
	// answer comes by itself: for an administrator whose browser does not open. It reports whether the answer can
	// be pasted meanwhile, by Answer beside the other methods: the browser may run on another computer.
	Address(address string) (pastes bool)
	// Answer shows the address at which to sign in and returns the pasted address
	// of the page where the sign-in ended. problem says why the answer before was
	// refused; it is zero the first time.
	Answer(ctx context.Context, address string, problem Message) (string, error)
}

// Area is a rectangle of the screen, in the units in which browsers are told of it: pixels divided by the scale of the screen.
type Area struct{ X, Y, Width, Height int }

// The size of the window of a sign-in, in the units of [Area], and how narrow it can be:
// Microsoft's pages need little.
const SignInWidth, SignInLeast, SignInHeight = 520, 440, 720

// WindowPlacer is a [Prompter] that has a window of its own, which that of the sign-in
// should not cover.
type WindowPlacer interface {
	// Place returns where that of the sign-in stands beside it; false where there is no
	// room, or nobody knows.
	Place() (at Area, ok bool)
}
