using System.Net;
using PipelineKit.Docker;
using PipelineKit.Failures;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Docker;

public sealed class DockerEngineTests
{
    private const string Id = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Image = $$"""{"Id":"{{Id}}","Size":7,"RepoDigests":["shop@{{Id}}","<none>@{{Id}}","nonsense"]}""";

    [Theory]
    [InlineData("""{"ApiVersion":"1.41","MinAPIVersion":"1.12"}""", "v1.41")]
    [InlineData("""{"ApiVersion":"1.52","MinAPIVersion":"1.24"}""", "v1.44")]
    [InlineData("""{"ApiVersion":"1.60","MinAPIVersion":"1.50"}""", "v1.50")]
    [InlineData("""{"ApiVersion":"1.30"}""", "v1.30")]
    public async Task The_newest_version_that_both_know_is_spoken(string version, string spoken)
    {
        var (engine, script) = EngineWorld.Scripted(version);
        script.Always($"GET http://docker/{spoken}/images/acme/shop:1/json", HttpStatusCode.OK, Image);
        using (engine)
        {
            await engine.InspectAsync("acme/shop:1", CancellationToken.None);
            var image = await engine.InspectAsync("acme/shop:1", CancellationToken.None);

            Assert.Equal((Id, 7), (image.Id.Text, image.Size));
            Assert.Equal(Id, Assert.Single(image.RegistryDigests).Text);
            Assert.Equal(3, script.Seen.Count);
        }
    }

    [Theory]
    [InlineData("""{"ApiVersion":"1.23"}""", DockerProblem.Refused)]
    [InlineData("""{"ApiVersion":"two"}""", DockerProblem.Protocol)]
    [InlineData("""[]""", DockerProblem.Protocol)]
    [InlineData("""<html>""", DockerProblem.Protocol)]
    [InlineData("", DockerProblem.Protocol)]
    public async Task What_does_not_speak_as_an_engine_does_is_refused(string version, DockerProblem problem)
    {
        var (engine, _) = EngineWorld.Scripted(version);
        using (engine)
        {
            var refused = await Assert.ThrowsAsync<DockerException>(() => engine.InspectAsync("shop", CancellationToken.None));

            Assert.Equal((problem, EngineWorld.Endpoint), (refused.Problem, refused.Endpoint));
        }
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, """{"message":"No such image: shop:latest"}""", DockerProblem.NotFound, "No such image: shop:latest")]
    [InlineData(HttpStatusCode.InternalServerError, """{"message":"disk full"}""", DockerProblem.Refused, "disk full")]
    [InlineData(HttpStatusCode.BadGateway, "<html>", DockerProblem.Refused, "status 502")]
    [InlineData(HttpStatusCode.OK, """{"Id":"12"}""", DockerProblem.Protocol, "`Id`")]
    [InlineData(HttpStatusCode.OK, """{"Id":1,"Id":2}""", DockerProblem.Protocol, "not JSON")]
    public async Task An_error_is_told_in_the_words_of_the_engine(HttpStatusCode status, string body, DockerProblem problem, string words)
    {
        var (engine, script) = EngineWorld.Scripted();
        script.On("GET http://docker/v1.41/images/shop/json", status, body);
        using (engine)
        {
            var failed = await Assert.ThrowsAsync<DockerException>(() => engine.InspectAsync("shop", CancellationToken.None));

            Assert.Equal(problem, failed.Problem);
            Assert.Contains(words, failed.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_engine_that_never_answers_is_given_up()
    {
        var time = new FakeTimeProvider();
        using var engine = new DockerEngine(new SilentHandler(), EngineWorld.Endpoint, time);
        var asked = engine.InspectAsync("shop", CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(61));

        var failed = await Assert.ThrowsAsync<DockerException>(() => asked);

        Assert.Equal(DockerProblem.TimedOut, failed.Problem);
    }

    [Fact]
    public async Task Where_no_engine_is_that_is_said()
    {
        using var folder = new TempFolder();
        using var engine = DockerEngine.Open(new Dictionary<string, string>(StringComparer.Ordinal) { ["DOCKER_HOST"] = $"unix://{folder.Path}/none.sock" }, TimeProvider.System);

        var failed = await Assert.ThrowsAsync<DockerException>(() => engine.InspectAsync("shop", CancellationToken.None));

        Assert.Equal(DockerProblem.Unavailable, failed.Problem);
        Assert.Contains("no engine listens there", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcp://192.0.2.7:2375")]
    [InlineData("tcp://engine.example.com:2375")]
    [InlineData("tcp://user@localhost:2375")]
    [InlineData("ssh://root@localhost")]
    [InlineData("unix://relative.sock")]
    [InlineData("npipe:////./pipe/docker_engine")]
    public void Another_machine_s_engine_is_not_used(string host)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["DOCKER_HOST"] = host };

        var refused = Assert.Throws<DockerException>(() => DockerEngine.Open(variables, TimeProvider.System));

        Assert.Equal((DockerProblem.Unavailable, host), (refused.Problem, refused.Endpoint));
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:2375")]
    [InlineData("tcp://localhost:2375")]
    [InlineData("unix:///run/user/1000/docker.sock")]
    [InlineData("")]
    public void An_engine_of_this_machine_is(string host) =>
        DockerEngine.Open(new Dictionary<string, string>(StringComparer.Ordinal) { ["DOCKER_HOST"] = host }, TimeProvider.System).Dispose();

    [Theory]
    [InlineData(DockerProblem.Unavailable, "PK0705")]
    [InlineData(DockerProblem.Refused, "PK0705")]
    [InlineData(DockerProblem.Protocol, "PK0705")]
    [InlineData(DockerProblem.TimedOut, "PK0705")]
    [InlineData(DockerProblem.NotFound, "PK0301")]
    [InlineData(DockerProblem.TooLarge, "PK0304")]
    public void Each_problem_has_its_code(DockerProblem problem, string code)
    {
        var failure = Assert.Single(FailureMap.From(new DockerException(problem, EngineWorld.Endpoint, "it said no"), cancelled: false));

        Assert.Equal((code, $"{EngineWorld.Endpoint}: it said no."), (failure.Code.Id, failure.What));
    }

    private sealed class SilentHandler : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // An engine that accepts and never answers; it ends with the test.
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("nobody ends this wait but its cancellation");
        }
    }
}
