namespace Microsoft.ML.Quantization.Tool.Tests.Commands;

[TestClass]
public sealed class HelpTests
{
    private const int Lines = 50;
    private const int Columns = 160;

    [TestMethod]
    [DynamicData(nameof(CommandNames.All), typeof(CommandNames))]
    public void Help_FitsAScreen(string command)
    {
        var help = ToolRun.Of([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Succeeds();
        string[] lines = help.Output.TrimEnd().Split('\n');
        Assert.IsLessThanOrEqualTo(Lines, lines.Length);
        Assert.IsLessThanOrEqualTo(Columns, lines.Max(line => line.Length), help.Output);
    }

    [TestMethod]
    public void NoArguments_ShowHelp() => Assert.Contains("quantize", ToolRun.Of().Succeeds().Output);
}
