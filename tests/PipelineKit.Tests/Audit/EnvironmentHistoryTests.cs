using PipelineKit.Audit;
using Xunit;

namespace PipelineKit.Tests.Audit;

public sealed class EnvironmentHistoryTests
{
    [Fact]
    public void Without_lines_nothing_is_there()
    {
        var history = EnvironmentHistory.Of(Ledger.Empty("x"));

        Assert.Null(history.Current);
        Assert.Null(history.OpenIntent);
        Assert.Empty(history.Good(3));
        Assert.Null(history.Since(Lines.Image(1)));
    }

    [Fact]
    public void An_image_is_there_until_another_comes()
    {
        var ledger = Lines.Ledger(Commit(1, 0), Commit(2, 10), Commit(1, 20));

        var history = EnvironmentHistory.Of(ledger);

        Assert.Equal([(1, 0, 10), (2, 10, 20), (1, 20, null)], history.Occupancies.Select(Told));
        Assert.Equal(ledger.Lines, history.Occupancies.Select(o => o.Line));
        Assert.Equal(history.Occupancies[2], history.Current);
        Assert.Equal(Lines.Start.AddMinutes(20), history.Since(Lines.Image(1)));
        Assert.Null(history.Since(Lines.Image(2)));
    }

    [Fact]
    public void Committing_the_same_image_again_keeps_its_time()
    {
        var history = EnvironmentHistory.Of(Lines.Ledger(Commit(1, 0), Lines.Entry(LedgerKind.Intent, 1, 5), Commit(1, 6)));

        Assert.Equal([(1, 0, null)], history.Occupancies.Select(Told));
        Assert.Empty(history.Rejected);
    }

    [Fact]
    public void Going_back_rejects_what_is_left_until_it_is_cleared()
    {
        var ledger = Lines.Ledger(Commit(1, 0), Commit(2, 10), Commit(1, 20, LedgerAction.Rollback));
        var history = EnvironmentHistory.Of(ledger);

        Assert.Equal(ledger.Entries[2], history.Rejected[Lines.Image(2)]);
        Assert.Equal([1], history.Good(3).Select(o => Number(o.Digest)));
        Assert.Equal(Lines.Start.AddMinutes(20), history.Since(Lines.Image(1)));

        history = EnvironmentHistory.Of(ledger.Append(Lines.Entry(LedgerKind.Clear, 2, 30)));
        Assert.Empty(history.Rejected);
        Assert.Equal([1, 2], history.Good(3).Select(o => Number(o.Digest)));
    }

    [Fact]
    public void Rejected_images_are_not_good()
    {
        var history = EnvironmentHistory.Of(Lines.Ledger(Commit(1, 0), Commit(2, 1), Commit(3, 2), Commit(2, 3), Commit(4, 4), Lines.Entry(LedgerKind.Reject, 3, 5), Lines.Entry(LedgerKind.Verdict, 4, 6)));

        Assert.Equal([4, 2, 1], history.Good(9).Select(o => Number(o.Digest)));
        Assert.Equal([4, 2], history.Good(2).Select(o => Number(o.Digest)));
        Assert.Equal([3], history.Rejected.Keys.Select(Number));
    }

    [Theory]
    [InlineData(LedgerKind.Commit, 1, "b", true)]
    [InlineData(LedgerKind.Abandon, 1, "b", true)]
    [InlineData(LedgerKind.Abandon, 2, "a", true)]
    [InlineData(LedgerKind.Commit, 2, "b", false)]
    [InlineData(LedgerKind.Abandon, 2, "", false)]
    [InlineData(LedgerKind.Reject, 1, "a", false)]
    public void An_intent_is_open_until_its_image_or_its_run_comes_to_an_end(LedgerKind kind, int image, string attempt, bool ended)
    {
        var ledger = Lines.Ledger(Lines.Entry(LedgerKind.Intent, 1, attempt: "a"));
        Assert.Equal(ledger.Entries[0], EnvironmentHistory.Of(ledger).OpenIntent);

        Assert.Equal(ended, EnvironmentHistory.Of(ledger.Append(Lines.Entry(kind, image, 1, attempt: attempt))).OpenIntent is null);
    }

    private static LedgerEntry Commit(int image, int minute, LedgerAction action = LedgerAction.Promote) => Lines.Entry(LedgerKind.Commit, image, minute, action);

    private static (int, int, int?) Told(Occupancy o) => (Number(o.Digest), Minute(o.From), o.Until is { } until ? Minute(until) : null);

    private static int Minute(DateTimeOffset time) => (int)(time - Lines.Start).TotalMinutes;

    private static int Number(PipelineKit.Oci.Digest digest) => Enumerable.Range(0, 100).First(i => Lines.Image(i) == digest);
}
