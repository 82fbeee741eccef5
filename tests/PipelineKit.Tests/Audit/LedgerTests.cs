using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PipelineKit.Audit;
using PipelineKit.Failures;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Audit;

public sealed class LedgerTests
{
    private const string Path = "promotions/production.jsonl";

    [Fact]
    public void A_line_is_these_bytes()
    {
        var ledger = Lines.Ledger(Lines.Entry(LedgerKind.Intent, 1, attempt: "a1") with { At = Lines.Start.AddMilliseconds(999) });

        Assert.Equal(
            """{"action":"promote","actor":"jane","app":"shop","at":"2030-01-02T03:04:05Z","attempt":"a1","digest":"sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a","environment":"production","image":"registry.example.com/shop","kind":"intent","self":"sha256:75c096cfe3e83a218f674137b266f3ff65c9ff6e3d273487a5f41b6cb9660996","seq":1,"v":1}""" + "\n",
            ledger.Text());
    }

    [Fact]
    public void What_is_appended_is_read_back_with_every_member()
    {
        var ledger = Lines.Ledger(Lines.Entry(LedgerKind.Intent, 1), Lines.Full(), Lines.Entry(LedgerKind.Verdict, 1, 3));

        var read = Ledger.Parse(ledger.Bytes, Path);

        Assert.Equal(ledger.Lines, read.Lines);
        var full = read.Entries[1];
        var wanted = Lines.Full();
        Assert.Equal(wanted.Gates, full.Gates);
        Assert.Equal(0.333, full.Measures["third"]);
        Assert.Equal((2, ledger.Lines[0]), (full.Sequence, full.Previous));
        Assert.Equal(wanted with { Sequence = 2, Previous = ledger.Lines[0], Gates = full.Gates, Measures = full.Measures }, full);
        Assert.Equal([null, LedgerAction.Promote], new[] { read.Entries[2].Action, full.Action });
    }

    [Fact]
    public void Half_a_character_becomes_the_replacement_character() =>
        Assert.Equal("\ufffd!", Lines.Ledger(Lines.Full() with { Reason = "\ud83d!" }).Entries[0].Reason);

    [SkippableFact]
    public async Task Node_and_the_canonicaliser_of_sigstore_agree_on_every_byte_and_digest()
    {
        Peer.NodeModule("@sigstore/core/package.json");
        using var folder = new TempFolder();
        var ledger = Lines.Of(40);

        var result = await new Child(Peer.Program("node"), System.IO.Path.Combine(Peer.RepositoryRoot, "tests", "peers", "ledger.js"), folder.Write("a.jsonl", ledger.Bytes.ToArray())).RunAsync();

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal(ledger.Lines.Select(l => l.Text), System.Text.Json.JsonSerializer.Deserialize<string[]>(result.Output));
    }

    [Fact]
    public void No_byte_can_be_changed_unseen()
    {
        var bytes = Lines.Of(8).Bytes.ToArray();

        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll(Gen.Choose(0, bytes.Length - 1).Zip(Gen.Choose(1, 255)).ToArbitrary(), change => IsBroken([.. bytes[..change.Item1], (byte)(bytes[change.Item1] ^ change.Item2), .. bytes[(change.Item1 + 1)..]])));
    }

    [Fact]
    public void No_line_can_be_dropped_swapped_repeated_or_cut_unseen()
    {
        var lines = Lines.Of(9).Text().Split('\n')[..^1];

        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(Gen.Choose(0, 7).Zip(Gen.Choose(0, 8)).ToArbitrary(), at =>
            {
                var (left, right) = at;
                var swapped = lines.ToList();
                (swapped[left], swapped[right]) = (swapped[right], swapped[left]);
                return IsBroken([.. lines[..left], .. lines[(left + 1)..]])
                    && (left == right || IsBroken(swapped))
                    && IsBroken([.. lines[..right], lines[left], .. lines[right..]])
                    && IsBroken([.. lines[..left], lines[left][..(lines[left].Length * (right + 1) / 10)], .. lines[(left + 1)..]]);
            }));
    }

    [Fact]
    public void A_history_cannot_be_written_anew_behind_lines_that_stay()
    {
        var honest = Lines.Of(5);
        var forged = Lines.Ledger([.. honest.Entries.Take(2), honest.Entries[2] with { Actor = "mallory" }]);

        var failure = Broken(Encoding.UTF8.GetBytes(forged.Text() + string.Join('\n', honest.Text().Split('\n')[3..])));

        Assert.Contains("line 4", failure.What, StringComparison.Ordinal);
        Assert.Contains("was changed or put in", failure.What, StringComparison.Ordinal);
        Assert.Equal((Path, 4), (failure.Place!.File, failure.Place.Line!.Value));
    }

    public static TheoryData<string, string, string, int> Damages => new()
    {
        { "\"actor\":\"jane\"", "\"actor\":\"jame\"", "was changed after it was written", 1 },
        { "\"actor\":\"jane\"", "\"actor\":\"jane\",\"actor\":\"jane\"", "has `actor` twice", 1 },
        { "\"actor\":\"jane\"", "\"actor\":\"jane\",\"admin\":true", "has a member `admin`", 1 },
        { "\"actor\":\"jane\"", "\"actor\": \"jane\"", "not canonical", 1 },
        { "\"actor\":\"jane\"", "\"actor\":\"\\u006aane\"", "not canonical", 1 },
        { "\"actor\":\"jane\"", "\"actor\":\"\\ud800\"", "not canonical", 1 },
        { "\"actor\":\"jane\"", "\"actor\":[]", "`actor` is not a text", 1 },
        { "\"actor\":\"jane\"", "\"actor\":\"jane\",\"bypass\":false", "not canonical", 1 },
        { "\"kind\":\"intent\"", "\"kind\":\"Intent\"", "`kind` is none of intent, commit", 1 },
        { "\"kind\":\"intent\",", "", "lacks `kind`", 1 },
        { "2030-01-02T03:04:05Z", "2030-01-02T03:04:05+00:00", "`at` is not a time", 1 },
        { "sha256:4bf5", "sha256:4BF5", "`digest` is not a digest", 2 },
        { "\"v\":1", "\"v\":2", "is of version 2", 1 },
        { "\"seq\":1", "\"seq\":1.0", "`seq` is not a whole number", 1 },
        { "}\n", "}\r\n", "not canonical", 1 },
        { "}\n", "}\n\n", "not valid JSON", 2 },
        { "{\"action\"", "\ufeff{\"action\"", "not valid JSON", 1 },
        { "{\"action\"", "[{\"action\"", "not valid JSON", 1 },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void What_is_wrong_with_a_line_is_said(string old, string replacement, string said, int line)
    {
        var text = Lines.Of(3).Text();
        var at = text.IndexOf(old, StringComparison.Ordinal);

        var failure = Broken(Encoding.UTF8.GetBytes(text[..at] + replacement + text[(at + old.Length)..]));

        Assert.Contains(said, failure.What, StringComparison.Ordinal);
        Assert.Equal(line, failure.Place!.Line);
        Assert.Equal(ExitCode.Integrity, failure.Code.Exit);
    }

    [Fact]
    public void A_last_line_without_end_is_cut_off() => Assert.Contains("cut off", Broken(Lines.Of(2).Bytes[..^1].ToArray()).What, StringComparison.Ordinal);

    [Fact]
    public void Too_much_is_not_read()
    {
        Assert.Contains("is empty", Broken([]).What, StringComparison.Ordinal);
        Assert.Contains("bytes", Broken(new byte[Ledger.MaximumSize + 1]).What, StringComparison.Ordinal);
        Assert.Contains("longer than", Broken(new byte[Ledger.MaximumLine + 1]).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Time_never_goes_back()
    {
        var ledger = Lines.Ledger(Lines.Entry(LedgerKind.Intent, 1, minute: 5), Lines.Entry(LedgerKind.Commit, 1, minute: 0));
        Assert.Equal(Lines.Start.AddMinutes(5), ledger.Entries[1].At);

        var failure = Assert.Single(Assert.Throws<FailureException>(() => ledger.Append(Lines.Entry(LedgerKind.Commit, 1, minute: -6))).Failures);
        Assert.Equal(("PK0801", 2), (failure.Code.Id, failure.Place!.Line!.Value));

        var entries = new List<LedgerEntry> { ledger.Entries[0] };
        Assert.Contains("before the line above", Assert.Throws<FormatException>(() => LedgerChain.Check(ledger.Entries[1] with { At = Lines.Start }, entries, [ledger.Lines[0]])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ledger_is_of_one_application_and_one_environment()
    {
        var ledger = Lines.Of(1);
        foreach (var other in (LedgerEntry[])[Lines.Full() with { App = "desk" }, Lines.Full() with { Environment = "staging" }])
        {
            Assert.Equal("PK0103", Assert.Throws<FailureException>(() => ledger.Append(other)).Failures[0].Code.Id);
            Assert.Throws<FormatException>(() => LedgerChain.Check(other with { Sequence = 2, Previous = ledger.Lines[0] }, [.. ledger.Entries], [.. ledger.Lines]));
        }
    }

    [Fact]
    public void A_line_that_is_too_long_is_not_written() =>
        Assert.Contains("65536", Assert.Throws<FailureException>(() => Lines.Ledger(Lines.Full() with { Reason = new string('x', 70000) })).Failures[0].What, StringComparison.Ordinal);

    private static Failure Broken(byte[] content)
    {
        var failure = Assert.Single(Assert.Throws<FailureException>(() => Ledger.Parse(content, Path)).Failures);
        Assert.Equal("PK0801", failure.Code.Id);
        return failure;
    }

    private static bool IsBroken(IEnumerable<string> lines) => IsBroken(Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n"))));

    private static bool IsBroken(byte[] content)
    {
        try
        {
            Ledger.Parse(content, Path);
            return false;
        }
        catch (FailureException e) when (e.Failures is [{ Code.Id: "PK0801" }])
        {
            return true;
        }
    }
}
