namespace PipelineKit.Evidence;

internal sealed partial class JsonInput
{
    /// <summary>How many bytes of the document lie before what is read next: what the count of a reader that is given begins with.</summary>
    public long Offset => _read - (_end - _start);
}
