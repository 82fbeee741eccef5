using System.Net;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Copying;

/// <summary>Between in-memory registries: what breaks is taken up again, what is wrong is never committed.</summary>
public sealed class BlobFaultTests : IDisposable
{
    private const int Size = 20_000_000;
    private static readonly SampleContent Blob = BlobTest.Bytes(Size);

    private readonly InMemoryRegistry _source = new();
    private readonly InMemoryRegistry _target = new();
    private readonly BlobTest _test = new();

    public BlobFaultTests() => _source.AddContent("a", Blob);

    public void Dispose()
    {
        _test.Dispose();
        _source.Dispose();
        _target.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_source_that_breaks_off_is_taken_up_where_it_was(int times)
    {
        _source.Break(RegistryFault.CutMidBody() with { Times = times });

        var move = await MoveAsync();

        Assert.Equal(new BlobMove(BlobArrival.Copied, Size, Size, times), move);
        Assert.Equal(Blob.Bytes, _target.Read("b", Blob.Digest.Text));
        Assert.Equal(["HEAD", "POST", "PUT"], Methods(_target));
        string[] ranges = ["bytes=10000000-", "bytes=15000000-", "bytes=17500000-"];
        Assert.Equal(ranges.Take(times), _source.Log.Requests.Skip(1).Select(r => r.Header("Range")!));
    }

    [Fact]
    public async Task A_source_without_ranges_gives_all_of_it_again_and_the_first_part_is_passed_over()
    {
        _source.HasRanges = false;
        _source.Break(RegistryFault.CutMidBody() with { Times = 1 });

        Assert.Equal(new BlobMove(BlobArrival.Copied, Size + (Size / 2), Size, 1), await MoveAsync());
    }

    [Fact]
    public async Task A_range_that_cannot_be_is_asked_for_without_one()
    {
        _source.Break(RegistryFault.CutMidBody() with { Times = 1 });
        var ranges = 0;
        _source.Break(new RegistryFault((request, response) =>
        {
            if (request.Header("Range") is not null && Interlocked.Increment(ref ranges) == 1)
            {
                (response.Status, response.Body) = (416, []);
            }
        }));

        Assert.Equal(Size + (Size / 2), (await MoveAsync()).Received);
        Assert.Equal(["GET", "GET", "GET"], Methods(_source));
    }

    [Theory]
    [InlineData("bytes 0-19999999/20000000")]
    [InlineData("bytes 10000000-19999999/20000001")]
    [InlineData("bytes 10000000-19999998/20000000")]
    [InlineData(null)]
    public async Task Another_part_than_the_one_asked_for_is_an_error(string? range)
    {
        _source.Break(RegistryFault.CutMidBody() with { Times = 1 });
        _source.Break(new RegistryFault((_, response) =>
        {
            if (response.Status == 206)
            {
                response.Replace("Content-Range", range);
            }
        }));

        Assert.Equal(RegistryProblem.Protocol, (await Assert.ThrowsAsync<RegistryException>(() => MoveAsync())).Problem);
        AssertNothingCommitted();
    }

    [Fact]
    public async Task A_source_that_never_gets_on_ends()
    {
        _source.Break(new RegistryFault((_, response) => response.CutAfter = 1000));

        var error = await Assert.ThrowsAsync<RegistryException>(() => MoveAsync());

        Assert.Equal(RegistryProblem.Unavailable, error.Problem);
        Assert.Contains("without getting on", error.Message, StringComparison.Ordinal);
        AssertNothingCommitted();
    }

    [Fact]
    public async Task A_blob_that_vanishes_on_the_way_is_not_found_and_its_upload_is_cancelled()
    {
        _source.Break(new RegistryFault((request, response) =>
        {
            if (request.Header("Range") is not null)
            {
                (response.Status, response.CutAfter) = (404, null);
            }
            else
            {
                response.CutAfter = Size / 2;
            }
        }));

        Assert.Equal(RegistryProblem.NotFound, (await Assert.ThrowsAsync<RegistryException>(() => MoveAsync())).Problem);
        AssertNothingCommitted();
    }

    [Fact]
    public async Task Another_byte_is_never_sent_to_its_end()
    {
        var other = (byte[])Blob.Bytes.Clone();
        other[Size / 3] ^= 1;
        _source.AddContent("a", Blob with { Bytes = other });

        var error = await Assert.ThrowsAsync<DigestMismatchException>(() => MoveAsync());

        Assert.Equal((Blob.Digest, Digest.Sha256(other)), (error.Expected, error.Actual));
        AssertNothingCommitted();
    }

    [Fact]
    public async Task Another_length_is_refused_before_anything_is_begun()
    {
        _source.AddContent("a", Blob with { Bytes = Blob.Bytes[..^1] });

        Assert.Equal(RegistryProblem.Protocol, (await Assert.ThrowsAsync<RegistryException>(() => MoveAsync())).Problem);
        Assert.Equal(["HEAD"], Methods(_target));
    }

    [Theory]
    [InlineData(5_000_000)]
    [InlineData(12_000_000)]
    [InlineData(19_999_999)]
    public async Task An_upload_goes_on_where_the_registry_says_that_it_got_to(int kept)
    {
        _target.Pushes.KeptOfNext = kept;

        var move = await MoveAsync();

        Assert.Equal(Blob.Bytes, _target.Read("b", Blob.Digest.Text));
        Assert.Equal(1, move.Resumes);
        if (kept < 8 << 20)
        {
            // Before the first byte that its hash is remembered at: from the beginning.
            Assert.Equal(2 * Size, move.Sent);
            Assert.Equal(["HEAD", "POST", "PUT", "HEAD", "GET", "POST", "PUT"], Methods(_target));
            return;
        }

        Assert.Equal(Size + (Size - kept), move.Sent);
        Assert.Equal(["HEAD", "POST", "PUT", "HEAD", "GET", "PATCH", "PUT"], Methods(_target));
    }

    [Theory]
    [InlineData(17_000_000, 0, 16 << 20)]
    [InlineData(3_000_000, 0, 2 << 20)]
    [InlineData(1 << 20, 1 << 20, 1 << 20)]
    [InlineData(6_000_000, 5_000_000, 5_000_000)]
    [InlineData(19_000_000, 18_000_000, 18_000_000)]
    public async Task What_is_too_large_for_one_body_is_sent_in_parts_that_are_taken(int largest, int smallest, int part)
    {
        (_target.Pushes.LargestBody, _target.Pushes.SmallestPart) = (largest, smallest);

        await MoveAsync();

        Assert.Equal(Blob.Bytes, _target.Read("b", Blob.Digest.Text));
        var taken = _target.Log.Requests.Where(r => r.Method == "PATCH" && r.Body.Length <= largest).Select(r => r.Header("Content-Range")!).ToList();
        var wanted = Enumerable.Range(0, (Size + part - 1) / part).Select(i => $"{i * part}-{Math.Min((i + 1) * part, Size) - 1}");
        Assert.Equal(wanted, taken);
        Assert.Equal(0, _target.Pushes.OpenUploads);
    }

    [Theory]
    [InlineData(4_000_000, 5_000_000)]
    [InlineData(1_000_000, 0)]
    public async Task Where_no_part_is_small_enough_the_refusal_is_told(int largest, int smallest)
    {
        (_target.Pushes.LargestBody, _target.Pushes.SmallestPart) = (largest, smallest);

        var error = await Assert.ThrowsAsync<RegistryException>(() => MoveAsync());

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, error.Status);
        AssertNothingCommitted();
    }

    [Fact]
    public async Task An_upload_in_parts_goes_on_after_the_last_part_that_arrived()
    {
        _target.Pushes.LargestBody = 9_000_000;
        var parts = 0;
        _target.Break(new RegistryFault((request, response) =>
        {
            if (request.Method == "PATCH" && response.Status == 202 && ++parts == 2)
            {
                response.Status = 503;
            }
        }));

        var move = await MoveAsync();

        Assert.Equal(1, move.Resumes);
        Assert.Equal(3, parts);
        Assert.Equal(Blob.Bytes, _target.Read("b", Blob.Digest.Text));
    }

    [Fact]
    public async Task An_upload_that_was_lost_is_begun_anew()
    {
        _target.Pushes.TellsKept = false;
        _target.Pushes.KeptOfNext = 12_000_000;

        Assert.Equal(2 * Size, (await MoveAsync()).Sent);
        Assert.Equal(Blob.Bytes, _target.Read("b", Blob.Digest.Text));
    }

    [Fact]
    public async Task A_registry_that_appends_what_does_not_follow_is_not_believed()
    {
        _target.Pushes.KeptOfNext = 12_000_000;
        _target.Break(RegistryFault.Header("Range", "0-99") with { Method = "PATCH", Times = 1 });

        var move = await MoveAsync();

        Assert.Equal(2, move.Resumes);
        Assert.Equal(Blob.Bytes, _target.Read("b", Blob.Digest.Text));
    }

    [Fact]
    public async Task A_blob_whose_answer_got_lost_is_found_to_be_there()
    {
        _target.Pushes.LostAnswers = 1;

        Assert.Equal(Size, (await MoveAsync()).Sent);
        Assert.Equal(["HEAD", "POST", "PUT", "HEAD"], Methods(_target));
    }

    [Fact]
    public async Task An_upload_that_is_lost_again_and_again_ends()
    {
        _target.Break(RegistryFault.Status(404) with { Method = "PUT" });
        _target.Break(RegistryFault.Status(404) with { Method = "HEAD" });

        Assert.Equal(RegistryProblem.NotFound, (await Assert.ThrowsAsync<RegistryException>(() => MoveAsync())).Problem);
        Assert.Equal(5, _target.Log.Count("PUT", "/uploads/"));
    }

    [Theory]
    [InlineData(403, RegistryProblem.Forbidden)]
    [InlineData(405, RegistryProblem.Protocol)]
    public async Task A_refusal_is_final(int status, RegistryProblem problem)
    {
        _target.Break(RegistryFault.Status(status) with { Method = "PUT" });

        Assert.Equal(problem, (await Assert.ThrowsAsync<RegistryException>(() => MoveAsync())).Problem);
        Assert.Equal(["HEAD", "POST", "PUT", "DELETE"], Methods(_target));
    }

    [Fact]
    public async Task A_pause_that_the_registry_asks_for_is_made()
    {
        _target.Break(RegistryFault.Status(429, "7") with { Method = "PUT", Times = 1 });
        _source.Break(RegistryFault.Status(429, "9") with { Method = "GET", Times = 1 });

        Assert.Equal(BlobArrival.Copied, (await MoveAsync()).Arrival);
        Assert.Contains(_test.Time.Waits, w => w.TotalSeconds is >= 7 and < 8);
        Assert.Contains(_test.Time.Waits, w => w.TotalSeconds is >= 9 and < 10);
    }

    [Fact]
    public async Task A_token_that_is_refused_in_the_middle_is_fetched_anew()
    {
        _target.Access.Mode = _source.Access.Mode = RegistryAccessMode.Token;
        _source.Break(new RegistryFault((_, response) => response.CutAfter = response.Status == 200 && response.Body.Length == Size ? Size / 2 : null));
        _target.Break(new RegistryFault((request, _) =>
        {
            if (request.Method == "POST")
            {
                _target.Access.ExpireTokens();
                _source.Access.ExpireTokens();
                _test.Time.Advance(TimeSpan.FromSeconds(10));
            }
        }));

        Assert.Equal(new BlobMove(BlobArrival.Copied, Size, Size, 1), await MoveAsync());
        Assert.Equal(["HEAD", "HEAD", "POST", "PUT", "PUT"], Methods(_target));
        Assert.Equal(["GET", "GET", "GET", "GET"], Methods(_source));
    }

    private static IEnumerable<string> Methods(InMemoryRegistry registry) => registry.Log.Requests.Where(r => r.Path != "/token").Select(r => r.Method);

    private void AssertNothingCommitted()
    {
        Assert.False(_target.Has("b", Blob.Digest.Text));
        Assert.Equal(0, _target.Pushes.OpenUploads);
        Assert.Empty(_target.Unexpected);
    }

    private Task<BlobMove> MoveAsync() => _test.MoveAsync(_test.Place(_source.Endpoint, "a"), _test.Place(_target.Endpoint, "b"), Blob);
}
