using System.Collections;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Operators of the standard's own domain, each with its handler, for a collection initializer.</summary>
internal sealed class HandlerTable : IEnumerable<KeyValuePair<string, OperatorHandler>>
{
    private readonly Dictionary<string, OperatorHandler> _handlers = new(StringComparer.Ordinal);

    /// <summary>An operator of one output; the optional ones that it may have beside it are refused.</summary>
    public void Add(string operatorType, Func<OperatorCall, Tensor> handler) => Add(operatorType, call => Only(call, handler));

    public void Add(string operatorType, OperatorHandler handler) => _handlers.Add(operatorType, handler);

    public IEnumerator<KeyValuePair<string, OperatorHandler>> GetEnumerator() => _handlers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static Tensor[] Only(OperatorCall call, Func<OperatorCall, Tensor> handler) =>
        call.Node.Output.Skip(1).FirstOrDefault(name => name.Length > 0) is { } more ? throw call.NotSupported($"its output '{more}'") : [handler(call)];
}
