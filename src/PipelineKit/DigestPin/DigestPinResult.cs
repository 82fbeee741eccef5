namespace PipelineKit.DigestPin;

internal sealed record DigestPinResult(PinMode Mode, string Root);
