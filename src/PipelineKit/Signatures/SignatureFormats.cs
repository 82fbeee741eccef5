namespace PipelineKit.Signatures;

/// <summary>In which forms signatures are kept beside an image.</summary>
[Flags]
public enum SignatureFormats
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A Sigstore bundle as an OCI 1.1 referrer (cosign 3, GitHub attestations), with the fallback tag where a registry has no referrers API.</summary>
    Bundle = 1,

    /// <summary>cosign's older form: layers of the tags <c>sha256-….sig</c> and <c>sha256-….att</c>.</summary>
    Legacy = 2,
}
