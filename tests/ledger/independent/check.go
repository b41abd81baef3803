// An independent reader of our ledger: parses and checks with golang.org/x/mod/sumdb (note, tlog), shares no code with
// the house. Run by tests/ledger/test_independent.py over files as they are served:
//
//	check FOLDER VKEY OLDER-CHECKPOINT RECEIPT...
//
// FOLDER holds `checkpoint` and `tile/...` as under /ledger/. It opens the checkpoint, rebuilds the root from tiles it
// asks for itself, proves that the older checkpoint is a part of the newer, and checks each receipt against the signed
// root and against a proof it makes itself from the tiles.
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// files reads tiles at the addresses of tlog-tiles, which are those of the Go checksum database without the height.
type files struct{ folder string }

func (f files) Height() int { return height }

func (f files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(tiles))
	for at, tile := range tiles {
		path := "tile/" + strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
		data, err := os.ReadFile(filepath.Join(f.folder, filepath.FromSlash(path)))
		if err != nil {
			return nil, err
		}
		found[at] = data
	}
	return found, nil
}

func (f files) SaveTiles([]tlog.Tile, [][]byte) {}

func openCheckpoint(text []byte, known note.Verifiers) (string, tlog.Tree, error) {
	opened, err := note.Open(text, known)
	if err != nil {
		return "", tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 {
		return "", tlog.Tree{}, fmt.Errorf("not a checkpoint")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || strconv.FormatInt(size, 10) != lines[1] {
		return "", tlog.Tree{}, fmt.Errorf("not a size: %q", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	return lines[0], tlog.Tree{N: size, Hash: root}, err
}

// receipt is a tlog-proof file taken apart.
type receipt struct {
	entry      []byte
	index      int64
	proof      tlog.RecordProof
	checkpoint []byte
}

func parseReceipt(text string) (receipt, error) {
	var found receipt
	head, checkpoint, ok := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if !ok || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return found, fmt.Errorf("not a tlog-proof file")
	}
	var err error
	if found.entry, err = base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra ")); err != nil {
		return found, err
	}
	if found.index, err = strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64); err != nil {
		return found, err
	}
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return found, err
		}
		found.proof = append(found.proof, hash)
	}
	found.checkpoint = []byte(checkpoint)
	return found, nil
}

func checkReceipt(path, origin string, known note.Verifiers, tiles tlog.HashReader) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	given, err := parseReceipt(string(text))
	if err != nil {
		return err
	}
	about, tree, err := openCheckpoint(given.checkpoint, known)
	if err != nil {
		return err
	}
	if about != origin {
		return fmt.Errorf("about %s", about)
	}
	leaf := tlog.RecordHash(given.entry)
	if err := tlog.CheckRecord(given.proof, tree.N, tree.Hash, given.index, leaf); err != nil {
		return err
	}
	ours, err := tlog.ProveRecord(tree.N, given.index, tiles)
	if err != nil {
		return err
	}
	if fmt.Sprint(ours) != fmt.Sprint(given.proof) {
		return fmt.Errorf("the tiles make another proof of entry %d", given.index)
	}
	return nil
}

func run(folder, key, olderFile string, receipts []string) error {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return err
	}
	known := note.VerifierList(verifier)
	text, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return err
	}
	origin, tree, err := openCheckpoint(text, known)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	if origin != verifier.Name() {
		return fmt.Errorf("checkpoint about %s by %s", origin, verifier.Name())
	}
	tiles := tlog.TileHashReader(tree, files{folder})
	if root, err := tlog.TreeHash(tree.N, tiles); err != nil || root != tree.Hash {
		return fmt.Errorf("the tiles make the root %v, %v", root, err)
	}
	if text, err = os.ReadFile(olderFile); err != nil {
		return err
	}
	_, older, err := openCheckpoint(text, known)
	if err != nil {
		return fmt.Errorf("older checkpoint: %w", err)
	}
	proof, err := tlog.ProveTree(tree.N, older.N, tiles)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash); err != nil {
		return fmt.Errorf("older checkpoint: %w", err)
	}
	for _, path := range receipts {
		if err := checkReceipt(path, origin, known, tiles); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(path), err)
		}
	}
	fmt.Printf("%s: %d entries, continues %d, %d receipts\n", origin, tree.N, older.N, len(receipts))
	return nil
}

func main() {
	if len(os.Args) < 4 {
		fmt.Fprintln(os.Stderr, "usage: check FOLDER VKEY OLDER-CHECKPOINT RECEIPT...")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
