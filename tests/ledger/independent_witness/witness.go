// An independent witness (c2sp.org/tlog-witness): judges checkpoints with golang.org/x/mod/sumdb (note, tlog) and shares
// no code with the house. Run by tests/channels/witnessing/test_independent.py:
//
//	witness serve NAME SEED LOG-VKEY      prints its address and verifier key, then cosigns until it is ended
//	witness open LOG-VKEY WITNESS-VKEY    reads a note from standard input; prints when the witness cosigned it
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const cosignature = 4

func keyHash(name string, key []byte) uint32 {
	sum := sha256.Sum256(append([]byte(name+"\n"), key...))
	return binary.BigEndian.Uint32(sum[:])
}

func message(at uint64, text []byte) []byte {
	return append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", at)), text...)
}

// verifier opens cosignatures as note.Open wants it; at is the time of the last one that it accepted.
type verifier struct {
	name   string
	hash   uint32
	public ed25519.PublicKey
	at     uint64
}

func (v *verifier) Name() string    { return v.name }
func (v *verifier) KeyHash() uint32 { return v.hash }
func (v *verifier) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(signature)
	if !ed25519.Verify(v.public, message(at, text), signature[8:]) {
		return false
	}
	v.at = at
	return true
}

func parseVerifier(text string) (*verifier, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("not a verifier key")
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != cosignature {
		return nil, fmt.Errorf("not the key of an Ed25519 witness")
	}
	found := &verifier{name: parts[0], hash: keyHash(parts[0], key), public: ed25519.PublicKey(key[1:])}
	if fmt.Sprintf("%08x", found.hash) != parts[1] {
		return nil, fmt.Errorf("the key id is not that of the key")
	}
	return found, nil
}

func parseTree(text string) (string, tlog.Tree, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 {
		return "", tlog.Tree{}, fmt.Errorf("not a checkpoint")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return "", tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return lines[0], tlog.Tree{N: size, Hash: root}, err
}

type witness struct {
	lock    sync.Mutex
	name    string
	private ed25519.PrivateKey
	log     note.Verifier
	seen    tlog.Tree
}

func (w *witness) key() []byte {
	return append([]byte{cosignature}, w.private.Public().(ed25519.PublicKey)...)
}

func (w *witness) vkey() string {
	key := w.key()
	return fmt.Sprintf("%s+%08x+%s", w.name, keyHash(w.name, key), base64.StdEncoding.EncodeToString(key))
}

func (w *witness) add(body string) (int, string) {
	head, signed, ok := strings.Cut(body, "\n\n")
	lines := strings.Split(head, "\n")
	old, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "old "), 10, 64)
	if !ok || err != nil || !strings.HasPrefix(lines[0], "old ") || len(lines) > 64 {
		return 400, "malformed\n"
	}
	var proof tlog.TreeProof
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return 400, "not a hash\n"
		}
		proof = append(proof, hash)
	}
	opened, err := note.Open([]byte(signed), note.VerifierList(w.log))
	if err != nil {
		return 403, err.Error() + "\n"
	}
	origin, tree, err := parseTree(opened.Text)
	if err != nil || origin != w.log.Name() {
		return 404, "unknown origin\n"
	}
	w.lock.Lock()
	defer w.lock.Unlock()
	if old > tree.N {
		return 400, "old size too large\n"
	}
	if old != w.seen.N {
		return 409, fmt.Sprintf("%d\n", w.seen.N)
	}
	if old > 0 && tlog.CheckTree(proof, tree.N, tree.Hash, w.seen.N, w.seen.Hash) != nil {
		return 422, "does not continue\n"
	}
	w.seen = tree
	at := uint64(time.Now().Unix())
	key := w.key()
	value := binary.BigEndian.AppendUint32(nil, keyHash(w.name, key))
	value = binary.BigEndian.AppendUint64(value, at)
	value = append(value, ed25519.Sign(w.private, message(at, []byte(opened.Text)))...)
	return 200, fmt.Sprintf("— %s %s\n", w.name, base64.StdEncoding.EncodeToString(value))
}

func (w *witness) ServeHTTP(answer http.ResponseWriter, request *http.Request) {
	if request.Method != "POST" || request.URL.Path != "/add-checkpoint" {
		answer.WriteHeader(404)
		return
	}
	body, err := io.ReadAll(io.LimitReader(request.Body, 1<<20))
	if err != nil {
		answer.WriteHeader(400)
		return
	}
	status, text := w.add(string(body))
	if status == 409 {
		answer.Header().Set("Content-Type", "text/x.tlog.size")
	}
	answer.WriteHeader(status)
	io.WriteString(answer, text)
}

func serve(name, seed, logKey string) error {
	log, err := note.NewVerifier(logKey)
	if err != nil {
		return err
	}
	bytes, err := hex.DecodeString(seed)
	if err != nil || len(bytes) != ed25519.SeedSize {
		return fmt.Errorf("the seed has %d bytes in hexadecimal", ed25519.SeedSize)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	found := &witness{name: name, private: ed25519.NewKeyFromSeed(bytes), log: log}
	fmt.Printf("http://%s\n%s\n", listener.Addr(), found.vkey())
	return http.Serve(listener, found)
}

func open(logKey, witnessKey string) error {
	log, err := note.NewVerifier(logKey)
	if err != nil {
		return err
	}
	cosigner, err := parseVerifier(witnessKey)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	opened, err := note.Open(text, note.VerifierList(log, cosigner))
	if err != nil {
		return err
	}
	if len(opened.Sigs) != 2 || cosigner.at == 0 {
		return fmt.Errorf("%d signatures verified", len(opened.Sigs))
	}
	_, tree, err := parseTree(opened.Text)
	if err != nil {
		return err
	}
	fmt.Printf("%d %d\n", tree.N, cosigner.at)
	return nil
}

func main() {
	err := fmt.Errorf("usage: witness serve NAME SEED LOG-VKEY | witness open LOG-VKEY WITNESS-VKEY")
	switch {
	case len(os.Args) == 5 && os.Args[1] == "serve":
		err = serve(os.Args[2], os.Args[3], os.Args[4])
	case len(os.Args) == 4 && os.Args[1] == "open":
		err = open(os.Args[2], os.Args[3])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
