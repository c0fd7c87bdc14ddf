namespace Microsoft.ML.Quantization.Common;

/// <summary>What a path leads to.</summary>
internal enum FileType
{
    Regular,
    Folder,
    Link,
    Pipe,
    Socket,
    Device,
    Unknown,
}
