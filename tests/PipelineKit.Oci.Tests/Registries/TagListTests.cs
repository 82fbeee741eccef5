using System.Globalization;
using System.Text;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Registries;

public sealed class TagListTests : IDisposable
{
    private readonly InMemoryRegistry _registry = new();
    private readonly RegistryTest _test;

    public TagListTests()
    {
        _test = new RegistryTest(_registry);
        foreach (var tag in Enumerable.Range(10, 25))
        {
            _registry.AddImage("a/b", "v" + tag.ToString(CultureInfo.InvariantCulture));
        }
    }

    public void Dispose()
    {
        _test.Dispose();
        _registry.Dispose();
    }

    [Theory]
    [InlineData(1000, 1)]
    [InlineData(10, 3)]
    [InlineData(25, 1)]
    [InlineData(1, 25)]
    public async Task Tags_are_listed_page_by_page(int pageSize, int requests)
    {
        _registry.PageSize = pageSize;

        Assert.Equal(Enumerable.Range(10, 25).Select(i => $"v{i}"), await _test.TagsAsync("a/b"), StringComparer.Ordinal);
        Assert.Equal(requests, _registry.Log.Requests.Count);
        Assert.Contains("n=1000", _registry.Log.Requests.First().Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<http://evil.example/v2/a/b/tags/list?last=x>; rel=\"next\"")]
    [InlineData("<//evil.example/v2/a/b/tags/list>; rel=next")]
    [InlineData("<http://127.0.0.1:1/v2/a/b/tags/list>; rel=\"next\"")]
    [InlineData("<http://user@HOST/v2/a/b/tags/list>; rel=\"next\"")]
    [InlineData("<ftp://HOST/v2/a/b/tags/list>; rel=\"next\"")]
    [InlineData("<file:///v2/etc/passwd>; rel=\"next\"")]
    [InlineData("</token?scope=x>; rel=\"next\"")]
    [InlineData("</v2/../token>; rel=\"next\"")]
    [InlineData("<http://[>; rel=\"next\"")]
    public async Task A_link_that_leads_away_is_not_followed(string link)
    {
        _registry.Break(RegistryFault.Header("Link", link.Replace("HOST", _registry.Endpoint, StringComparison.Ordinal)));

        Assert.Equal(RegistryProblem.Unsafe, (await Assert.ThrowsAsync<RegistryException>(() => _test.TagsAsync("a/b"))).Problem);
        Assert.Single(_registry.Log.Requests);
    }

    [Theory]
    [InlineData("<list?last=v33>; rel=\"next\"")]
    [InlineData("</v2/a/b/tags/list?last=v33>;rel=next")]
    [InlineData("<http://HOST/v2/a/b/tags/list?last=v33>; rel=\"next\"")]
    [InlineData("<https://HOST/v2/a/b/tags/list?last=v33>; rel=\"next\"")]
    [InlineData("</x>; rel=\"prev\", </v2/a/b/tags/list?last=v33>; title=\"a;b\"; REL=\"last Next\"")]
    public async Task A_link_may_be_written_in_each_way_the_standard_has(string link)
    {
        _registry.Break(RegistryFault.Header("Link", link.Replace("HOST", _registry.Endpoint, StringComparison.Ordinal)) with { Times = 1 });

        Assert.Equal(26, (await _test.TagsAsync("a/b")).Count);
        Assert.Equal("/v2/a/b/tags/list?last=v33", _registry.Log.Requests.Last().Target);
    }

    [Theory]
    [InlineData("")]
    [InlineData("rel=next")]
    [InlineData("<x")]
    [InlineData("</v2/x>; rel=prev")]
    [InlineData("</v2/x>")]
    public async Task What_is_no_next_link_ends_the_list(string link)
    {
        _registry.Break(RegistryFault.Header("Link", link));

        Assert.Equal(25, (await _test.TagsAsync("a/b")).Count);
    }

    [Fact]
    public async Task Pages_that_go_round_are_noticed()
    {
        _registry.Break(RegistryFault.Header("Link", "</v2/a/b/tags/list?last=v10>; rel=\"next\""));

        Assert.Contains("circle", (await Assert.ThrowsAsync<RegistryException>(() => _test.TagsAsync("a/b"))).Message, StringComparison.Ordinal);
        Assert.Equal(2, _registry.Log.Requests.Count);
    }

    [Fact]
    public async Task Pages_without_end_are_too_many()
    {
        var page = 0;
        _registry.Break(new RegistryFault((_, response) => response.Replace("Link", $"</v2/a/b/tags/list?page={page++}>; rel=\"next\"")));

        Assert.Contains("100 pages", (await Assert.ThrowsAsync<RegistryException>(() => _test.TagsAsync("a/b"))).Message, StringComparison.Ordinal);
        Assert.Equal(100, _registry.Log.Requests.Count);
    }

    [Theory]
    [InlineData("""{"name":"a/b","tags":null}""")]
    [InlineData("""{"tags":[]}""")]
    public async Task A_repository_may_have_no_tags(string body)
    {
        _registry.Break(RegistryFault.Body(Encoding.UTF8.GetBytes(body)));

        Assert.Empty(await _test.TagsAsync("a/b"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"tags":"x"}""")]
    [InlineData("""{"tags":[1]}""")]
    [InlineData("""{"tags":[null]}""")]
    [InlineData("""{"tags":["-x"]}""")]
    [InlineData("""{"tags":["a\n::error::"]}""")]
    [InlineData("""{"tags":["a"],"tags":["b"]}""")]
    [InlineData("""{"tags":["\ud800"]}""")]
    public async Task A_list_that_is_none_is_refused(string body)
    {
        _registry.Break(RegistryFault.Body(Encoding.UTF8.GetBytes(body)));

        Assert.Equal(RegistryProblem.Protocol, (await Assert.ThrowsAsync<RegistryException>(() => _test.TagsAsync("a/b"))).Problem);
    }

    [Fact]
    public async Task More_tags_than_anyone_has_are_refused()
    {
        var tags = string.Join(',', Enumerable.Range(0, 100_001).Select(i => $"\"{i}\""));
        _registry.Break(RegistryFault.Body(Encoding.UTF8.GetBytes($$"""{"tags":[{{tags}}]}""")));

        Assert.Contains("100000 tags", (await Assert.ThrowsAsync<RegistryException>(() => _test.TagsAsync("a/b"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endless_data_ends_at_the_bound()
    {
        _registry.Break(RegistryFault.Endless());

        Assert.Equal(RegistryProblem.Protocol, (await Assert.ThrowsAsync<RegistryException>(() => _test.TagsAsync("a/b"))).Problem);
    }
}
