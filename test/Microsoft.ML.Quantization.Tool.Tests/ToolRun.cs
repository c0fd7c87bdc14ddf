using Microsoft.ML.Quantization.Tests.Packaging;

namespace Microsoft.ML.Quantization.Tool.Tests;

/// <summary>A run of the command in this process.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    /// <summary>The small classifier of the examples: 28 x 28 grey pixels in, ten classes out.</summary>
    public static string FashionModel => Path.Combine(Repository.Folder, "examples", "data", "fashion_cnn_fp32.onnx");

    public static ToolRun Of(params string[] arguments) => Of(CancellationToken.None, arguments);

    public static ToolRun Of(CancellationToken token, params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        int code = CommandRunner.Run(arguments, output, errors, token).GetAwaiter().GetResult();
        return new ToolRun(code, output.ToString(), errors.ToString());
    }

    public void IsBadInput(params string[] words)
    {
        Assert.AreEqual(2, ExitCode, Errors);
        foreach (string word in words)
        {
            Assert.Contains(word, Errors);
        }
    }

    public ToolRun Succeeds()
    {
        Assert.AreEqual(0, ExitCode, Errors);
        return this;
    }
}
