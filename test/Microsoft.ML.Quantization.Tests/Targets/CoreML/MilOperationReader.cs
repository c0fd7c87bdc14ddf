using Microsoft.ML.Quantization.Targets.CoreML.Format;

namespace Microsoft.ML.Quantization.Tests.Targets.CoreML;

/// <summary>One operation of a program, with what its parameters are bound to.</summary>
internal sealed class MilOperationReader(MilOperation operation, Func<string, MilConstant> find, Func<MilValue, MilConstant> read)
{
    public string Type => operation.Type;

    public string[] Outputs => [.. operation.Outputs.Select(output => output.Name)];

    public IEnumerable<string> Parameters => operation.Inputs.Keys.Concat(operation.Attributes.Keys.Where(key => key != "name"));

    public MilConstant this[string parameter] => Many(parameter).Single();

    public MilConstant[] Many(string parameter) => operation.Inputs.TryGetValue(parameter, out var argument)
        ? [.. argument.Arguments.Select(each => each.BindingCase == MilArgument.Types.Binding.BindingOneofCase.Name ? find(each.Name) : read(each.Value))]
        : [read(operation.Attributes[parameter])];

    public string[] Names(string parameter) => [.. operation.Inputs[parameter].Arguments.Select(each => each.Name)];

    public string Name(string parameter) => Names(parameter).Single();

    public bool Has(string parameter) => operation.Inputs.ContainsKey(parameter) || operation.Attributes.ContainsKey(parameter);

    public bool IsAttribute(string parameter) => operation.Attributes.ContainsKey(parameter);

    public int[] Shape(string parameter) => this[parameter].Shape;

    public int[] Ints(string parameter) => this[parameter].Integers!;

    public int Int(string parameter) => Ints(parameter).Single();

    public float Real(string parameter) => this[parameter].Reals!.Single();

    public string Text(string parameter) => this[parameter].Text!;

    public bool Flag(string parameter) => this[parameter].Flag!.Value;
}
