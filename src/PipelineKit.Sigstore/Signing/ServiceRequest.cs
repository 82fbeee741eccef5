using System.Net;
using System.Text;

namespace PipelineKit.Sigstore;

/// <summary>A request to one of the services.</summary>
/// <param name="Service">What it is, for messages: <c>the certificate authority</c>.</param>
/// <param name="Method">GET or POST.</param>
/// <param name="Address">Where.</param>
/// <param name="Body">The body, or null.</param>
internal sealed record ServiceRequest(string Service, HttpMethod Method, Uri Address, byte[]? Body)
{
    /// <summary>The body's type.</summary>
    internal string ContentType { get; init; } = "application/json";

    /// <summary>The answer's type.</summary>
    internal string Accept { get; init; } = "application/json";

    /// <summary>How long one try may take.</summary>
    internal TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most bytes of an answer that are read.</summary>
    internal int MaximumAnswer { get; init; } = 1 << 20;

    /// <summary>The service and its address, for messages: never a query or user information.</summary>
    internal string Where => $"{Service} {Address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}";

    /// <summary>A path below a base address, which may end in a slash or not.</summary>
    internal static Uri At(Uri service, string path) => new(service.GetLeftPart(UriPartial.Path).TrimEnd('/') + path);
}

/// <summary>An answer that is not a passing fault.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The whole body.</param>
/// <param name="Location">The <c>Location</c> header, or null.</param>
internal sealed record ServiceAnswer(HttpStatusCode Status, byte[] Body, Uri? Location)
{
    private const int Shown = 300;

    /// <summary>Whether it is 200 or 201.</summary>
    internal bool IsDone => Status is HttpStatusCode.OK or HttpStatusCode.Created;

    /// <summary>The error for an answer that is a refusal.</summary>
    internal SigningException Refusal(ServiceRequest request, string? remedy = null) =>
        (int)Status is >= 300 and < 400
            ? new SigningException(SigningProblem.Untrusted, $"{request.Where} answered {(int)Status}: redirects are not followed", "give the address that the service has itself")
            : new SigningException(SigningProblem.Refused, $"{request.Where} refused with {(int)Status}: {Said()}", remedy);

    private string Said()
    {
        var text = Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, Shown)));
        try
        {
            using var document = JsonPart.Parse(Body, 64 << 10, "answer");
            text = JsonPart.Root(document, "answer").FindText("message", 64 << 10) ?? text;
        }
        catch (SigstoreFormatException)
        {
            // Not JSON: the beginning of the text says what there is to say.
        }

        var clean = string.Concat(text.Take(Shown).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return clean.Length > 0 ? clean : "no reason given";
    }
}
