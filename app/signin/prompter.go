package signin

import (
	"context"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

// Prompter is a [connector.Prompter] to whom everything is said in words.
type Prompter interface {
	// Status says in a sentence what the sign-in waits for.
	Status(text string)
	// Address shows the address at which to sign in, where a browser opens it and the answer
	// comes by itself, and reports whether Answer can be called meanwhile, on another goroutine.
	Address(address string) (pastes bool)
	// Answer shows the address at which to sign in and returns the pasted address
	// of the page where the sign-in ended. problem says why the answer before was
	// refused; it is empty the first time.
	Answer(ctx context.Context, address, problem string) (string, error)
}

// inWords puts into words what a source says to an administrator.
type inWords struct{ administrator Prompter }

// Status implements [connector.Prompter].
func (p inWords) Status(m connector.Message) { p.administrator.Status(message.Sentence(m)) }

// Words implements [connector.Prompter].
func (p inWords) Words(m connector.Message) (words connector.Advice, language string) {
	return message.Advice(m), message.Language()
}

// Address implements [connector.Prompter].
func (p inWords) Address(address string) (pastes bool) { return p.administrator.Address(address) }

// Answer implements [connector.Prompter].
func (p inWords) Answer(ctx context.Context, address string, problem connector.Message) (string, error) {
	text := ""
	if problem.ID != "" {
		text = message.Sentence(problem)
	}
	return p.administrator.Answer(ctx, address, text)
}

// Place implements [connector.WindowPlacer].
func (p inWords) Place() (connector.Area, bool) {
	if placer, has := p.administrator.(connector.WindowPlacer); has {
		return placer.Place()
	}
	return connector.Area{}, false
}
