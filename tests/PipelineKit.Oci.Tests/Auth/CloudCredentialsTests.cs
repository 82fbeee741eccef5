using System.Net;
using System.Security.Cryptography;
using System.Text;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Auth;

public sealed class CloudCredentialsTests
{
    private static readonly Dictionary<string, string> Everything = new(StringComparer.Ordinal)
    {
        ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
        ["AWS_SECRET_ACCESS_KEY"] = "aws-secret",
        ["AZURE_TENANT_ID"] = "tenant",
        ["AZURE_CLIENT_ID"] = "client",
        ["AZURE_CLIENT_SECRET"] = "azure-secret",
        ["CLOUDSDK_AUTH_ACCESS_TOKEN"] = "google-token",
    };

    [Theory]
    [InlineData("evil.dkr.ecr.us-east-1.amazonaws.com.attacker.tld")]
    [InlineData("123456789012.dkr.ecr.us-east-1.amazonaws.com.attacker.tld")]
    [InlineData("evil.dkr.ecr.us-east-1.amazonaws.com")]
    [InlineData("x.123456789012.dkr.ecr.us-east-1.amazonaws.com")]
    [InlineData("123456789012.dkr.ecr.us-east-1.amazonaws.com:443")]
    [InlineData("123456789012.dkr.ecr.attacker.tld?.amazonaws.com")]
    [InlineData("123456789012.dkr.ecr.us-east-1.amazonaws.com\n")]
    [InlineData("public.ecr.aws")]
    [InlineData("team.azurecr.io.attacker.tld")]
    [InlineData("evilazurecr.io")]
    [InlineData("a.b.azurecr.io")]
    [InlineData("azurecr.io")]
    [InlineData("gcr.io.attacker.tld")]
    [InlineData("evilgcr.io")]
    [InlineData("a.b.gcr.io")]
    [InlineData("docker.pkg.dev")]
    [InlineData("evil.us-docker.pkg.dev")]
    [InlineData("us-docker.pkg.dev.attacker.tld")]
    [InlineData("docker.io")]
    [InlineData("localhost:5000")]
    public async Task A_host_that_is_not_exactly_a_clouds_registry_gets_nothing(string registry)
    {
        using var script = new ScriptedHandler();

        Assert.Null(await FindAsync(script, registry, Everything));
        Assert.Empty(script.Seen);
    }

    [Theory]
    [InlineData("123456789012.dkr.ecr.us-east-1.amazonaws.com")]
    [InlineData("team.azurecr.io")]
    [InlineData("gcr.io")]
    public async Task Without_an_identity_in_the_environment_the_answer_is_anonymous(string registry)
    {
        using var script = new ScriptedHandler();

        Assert.Null(await FindAsync(script, registry, []));
    }

    [Theory]
    [InlineData("123456789012.dkr.ecr.us-east-1.amazonaws.com", "api.ecr.us-east-1.amazonaws.com", "us-east-1")]
    [InlineData("123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com", "api.ecr.us-gov-west-1.amazonaws.com", "us-gov-west-1")]
    [InlineData("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "api.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    [InlineData("123456789012.dkr-ecr.eu-central-1.on.aws", "api.ecr.eu-central-1.amazonaws.com", "eu-central-1")]
    public async Task Ecr_gives_a_password_for_a_signed_request_in_its_region(string registry, string api, string region)
    {
        using var script = new ScriptedHandler();
        script.On($"POST https://{api}/", HttpStatusCode.OK, $$"""{"authorizationData":[{"authorizationToken":"{{Base64("AWS:pass:word")}}"}]}""");
        var secrets = new List<string>();

        var found = await FindAsync(script, registry, new(Everything, StringComparer.Ordinal) { ["AWS_SESSION_TOKEN"] = "session" }, secrets);

        Assert.Equal(new RegistryCredential("AWS", "pass:word"), found);
        var seen = Assert.Single(script.Seen);
        Assert.Equal("""{"registryIds":["123456789012"]}""", seen.Body);
        Assert.Equal("20300102T030405Z", seen.Headers["x-amz-date"]);
        Assert.StartsWith(
            $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20300102/{region}/ecr/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=",
            seen.Headers["Authorization"],
            StringComparison.Ordinal);
        Assert.Equal("aws-secret,session,pass:word", string.Join(',', secrets));
    }

    // From the AWS Signature Version 4 test suite: get-vanilla and post-vanilla.
    [Theory]
    [InlineData("GET", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    public void Signatures_are_those_of_the_published_vectors(string method, string expected)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["host"] = "example.amazonaws.com", ["x-amz-date"] = "20150830T123600Z" };
        var signature = new AwsSignature("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1", "service");

        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=" + expected,
            signature.Authorization(method, "/", headers, [], new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("team.azurecr.io", "login.microsoftonline.com")]
    [InlineData("team.azurecr.us", "login.microsoftonline.us")]
    [InlineData("team.azurecr.cn", "login.chinacloudapi.cn")]
    public async Task Acr_exchanges_a_client_secret_for_a_refresh_token(string registry, string authority)
    {
        using var script = new ScriptedHandler();
        script.On($"POST https://{authority}/tenant/oauth2/v2.0/token", HttpStatusCode.OK, """{"access_token":"entra"}""")
            .On($"POST https://{registry}/oauth2/exchange", HttpStatusCode.OK, """{"refresh_token":"refresh"}""");

        Assert.Equal(new RegistryCredential("00000000-0000-0000-0000-000000000000", "refresh"), await FindAsync(script, registry, Everything));
        Assert.Equal(
            "grant_type=client_credentials&client_id=client&scope=https%3A%2F%2Fcontainerregistry.azure.net%2F.default&client_secret=azure-secret",
            script.Seen[0].Body);
        Assert.Equal($"grant_type=access_token&service={registry}&tenant=tenant&access_token=entra", script.Seen[1].Body);
    }

    [Fact]
    public async Task Acr_prefers_the_federated_token()
    {
        using var folder = new TempFolder();
        using var script = new ScriptedHandler();
        script.On("POST https://login.example/tenant/oauth2/v2.0/token", HttpStatusCode.OK, """{"access_token":"entra"}""")
            .On("POST https://team.azurecr.io/oauth2/exchange", HttpStatusCode.OK, """{"refresh_token":"refresh"}""");

        await FindAsync(script, "team.azurecr.io", new(Everything, StringComparer.Ordinal)
        {
            ["AZURE_FEDERATED_TOKEN_FILE"] = folder.Write("token", "assertion\n"),
            ["AZURE_AUTHORITY_HOST"] = "https://login.example/",
        });

        Assert.EndsWith("client-assertion-type%3Ajwt-bearer&client_assertion=assertion", script.Seen[0].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gcr.io")]
    [InlineData("eu.gcr.io")]
    [InlineData("us-docker.pkg.dev")]
    [InlineData("europe-west1-docker.pkg.dev")]
    public async Task Google_takes_the_access_token_of_the_environment(string registry)
    {
        using var script = new ScriptedHandler();

        Assert.Equal(new RegistryCredential("oauth2accesstoken", "google-token"), await FindAsync(script, registry, Everything));
    }

    [Fact]
    public async Task Google_exchanges_a_jwt_signed_by_the_service_accounts_key()
    {
        using var folder = new TempFolder();
        using var rsa = RSA.Create(2048);
        using var script = new ScriptedHandler();
        script.On("POST https://oauth2.googleapis.com/token", HttpStatusCode.OK, """{"access_token":"token"}""");
        var pem = rsa.ExportPkcs8PrivateKeyPem().Replace("\n", "\\n", StringComparison.Ordinal);
        var file = folder.Write("key.json", $$"""{"type":"service_account","client_email":"robot@p.iam","private_key_id":"k1","private_key":"{{pem}}","token_uri":"https://oauth2.googleapis.com/token"}""");

        var found = await FindAsync(script, "gcr.io", new(StringComparer.Ordinal) { ["GOOGLE_APPLICATION_CREDENTIALS"] = file });

        Assert.Equal(new RegistryCredential("oauth2accesstoken", "token"), found);
        var jwt = Assert.Single(script.Seen).Body.Split("&assertion=")[1].Split('.');
        Assert.Equal("""{"alg":"RS256","typ":"JWT","kid":"k1"}""", Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(jwt[0])));
        var claims = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(jwt[1]));
        Assert.Contains("\"iss\":\"robot@p.iam\"", claims, StringComparison.Ordinal);
        Assert.Contains("\"iat\":1893553445,\"exp\":1893557045", claims, StringComparison.Ordinal);
        Assert.True(rsa.VerifyData(
            Encoding.ASCII.GetBytes(jwt[0] + "." + jwt[1]), System.Buffers.Text.Base64Url.DecodeFromChars(jwt[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public async Task A_key_file_of_another_kind_is_left_alone()
    {
        using var folder = new TempFolder();
        using var script = new ScriptedHandler();
        var file = folder.Write("key.json", """{"type":"external_account"}""");

        Assert.Null(await FindAsync(script, "gcr.io", new(StringComparer.Ordinal) { ["GOOGLE_APPLICATION_CREDENTIALS"] = file }));
    }

    [Theory]
    [InlineData("https://attacker.tld/token")]
    [InlineData("http://oauth2.googleapis.com/token")]
    [InlineData("https://oauth2.googleapis.com.attacker.tld/token")]
    [InlineData("https://evilgoogleapis.com/token")]
    public async Task A_key_file_that_sends_the_jwt_elsewhere_is_refused(string tokenUri)
    {
        using var folder = new TempFolder();
        using var script = new ScriptedHandler();
        var file = folder.Write("key.json", $$"""{"type":"service_account","client_email":"r","private_key":"x","token_uri":"{{tokenUri}}"}""");

        await Assert.ThrowsAsync<CredentialException>(() => FindAsync(script, "gcr.io", new(StringComparer.Ordinal) { ["GOOGLE_APPLICATION_CREDENTIALS"] = file }));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "s3cret", "403")]
    [InlineData(HttpStatusCode.Redirect, "", "302")]
    [InlineData(HttpStatusCode.OK, "s3cret", "JSON")]
    [InlineData(HttpStatusCode.OK, "{}", "without a token")]
    [InlineData(HttpStatusCode.OK, """{"authorizationData":[{"authorizationToken":"!!"}]}""", "without a token")]
    [InlineData(HttpStatusCode.OK, """{"authorizationData":[{"authorizationToken":"cm9vdDpw"}]}""", "without a token")]
    public async Task An_exchange_that_is_refused_is_an_error_that_quotes_nothing(HttpStatusCode status, string body, string problem)
    {
        using var script = new ScriptedHandler();
        script.On("POST https://api.ecr.us-east-1.amazonaws.com/", status, body);

        var thrown = await Assert.ThrowsAsync<CredentialException>(() => FindAsync(script, "123456789012.dkr.ecr.us-east-1.amazonaws.com", Everything));

        Assert.Contains(problem, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", thrown.ToString(), StringComparison.Ordinal);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static Task<RegistryCredential?> FindAsync(ScriptedHandler script, string registry, Dictionary<string, string> variables, List<string>? secrets = null) =>
        new CloudCredentials(new CloudClient(script, variables, new FakeTimeProvider(), s => secrets?.Add(s))).FindAsync(registry, CancellationToken.None);
}
