using System.Reflection;
using System.Reflection.Emit;

namespace Microsoft.ML.Quantization.Training.Tests.Graph;

/// <summary>Reads from compiled code which methods a method calls.</summary>
internal static class CalledMethods
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const int TwoByteCodes = 0xFE;

    private static readonly Dictionary<ushort, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (ushort)code.Value);

    /// <summary>All methods and constructors of an assembly, those that the compiler made included.</summary>
    public static IEnumerable<MethodBase> Read(Assembly assembly) =>
        assembly.GetTypes().SelectMany(type => type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)));

    /// <summary>What a method calls, makes, or takes the address of.</summary>
    public static IEnumerable<MethodBase> Read(MethodBase method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (int at = 0; at < code.Length;)
        {
            ushort value = code[at++];
            var operation = Codes[value == TwoByteCodes ? (ushort)((TwoByteCodes << 8) | code[at++]) : value];
            if (operation.OperandType == OperandType.InlineMethod && Resolve(method, BitConverter.ToInt32(code, at)) is { } called)
            {
                yield return called;
            }

            at += Length(operation.OperandType, code, at);
        }
    }

    private static MethodBase? Resolve(MethodBase method, int token)
    {
        Type[]? arguments = method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : null;
        var called = method.Module.ResolveMethod(token, method.DeclaringType?.GetGenericArguments(), arguments);
        return called is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericMethodDefinition() : called;
    }

    private static int Length(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
