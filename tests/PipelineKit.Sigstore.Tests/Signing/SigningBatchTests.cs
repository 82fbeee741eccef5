using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Sigstore.Tests.Signing;

public sealed class SigningBatchTests : IDisposable
{
    private readonly SigningBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_hundred_entries_are_at_the_log_before_the_first_is_answered_with_one_certificate(int logVersion)
    {
        const int Count = 100;
        using var signer = await _bed.KeylessAsync(logVersion, timestamps: true);
        var gate = _bed.Services.Faults.LogGate = new FakeGate(Count);
        var all = Enumerable.Range(0, Count).Select(i => signer.SignStatementAsync(SigningBed.Statement([(byte)i]), CancellationToken.None)).ToArray();
        await gate.Full.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.DoesNotContain(all, t => t.IsCompleted);
        gate.Open();
        var bundles = await Task.WhenAll(all);
        Assert.Equal(Count, bundles.Select(b => b.Material.LogEntries[0].LogIndex).Distinct().Count());
        Assert.Single(bundles.Select(b => Convert.ToBase64String(b.Material.Certificates[0].Span)).Distinct());
        Assert.Single(_bed.Services.Requests, "POST /fulcio/api/v2/signingCert");
        Assert.Equal(Count, gate.Arrived);
    }

    [Fact]
    public async Task No_more_than_the_limit_are_under_way_at_once()
    {
        using var signer = await _bed.KeylessAsync(1, timestamps: false);
        var gate = _bed.Services.Faults.LogGate = new FakeGate(BundleSigner.MaximumParallel);
        var all = Enumerable.Range(0, BundleSigner.MaximumParallel + 5).Select(i => signer.SignArtifactAsync(new byte[] { (byte)i, 1 }, CancellationToken.None)).ToArray();
        await gate.Full.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(BundleSigner.MaximumParallel, gate.Arrived);
        gate.Open();
        await Task.WhenAll(all);
        Assert.Equal(all.Length, gate.Arrived);
    }

    [Fact]
    public async Task What_is_cancelled_stops_waiting_for_the_log()
    {
        using var signer = await _bed.KeylessAsync(1, timestamps: false);
        var gate = _bed.Services.Faults.LogGate = new FakeGate(1);
        using var stop = new CancellationTokenSource();
        var signing = signer.SignArtifactAsync("x"u8.ToArray(), stop.Token);
        await gate.Full.WaitAsync(TimeSpan.FromMinutes(2));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => signing);
    }
}
