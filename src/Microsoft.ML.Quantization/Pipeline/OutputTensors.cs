using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>The outputs of a model that are wanted.</summary>
internal sealed class OutputTensors : IDisposable
{
    private readonly OutputTensor?[] _outputs;
    private readonly OutputTensor[] _bound;
    private readonly bool[] _dynamic;

    public OutputTensors(BoundOutput[] outputs, bool[] active)
    {
        _outputs = [.. outputs.Select((output, i) => active[i] ? OutputTensor.Create(output) : null)];
        _bound = [.. _outputs.OfType<OutputTensor>()];
        _dynamic = [.. outputs.Where((_, i) => active[i]).Select(output => output.IsAllocated)];
    }

    public OutputTensor this[int index] => _outputs[index]!;

    public void Bind(OrtIoBinding binding, int rows)
    {
        binding.ClearBoundOutputs();
        foreach (var output in _bound)
        {
            output.Bind(binding, rows);
        }
    }

    /// <summary>Has ONNX Runtime allocate outputs whose size is not known anew: what it allocated for the last run stays bound, and may be of another size.</summary>
    public void Renew(OrtIoBinding binding, int rows)
    {
        for (int i = 0; i < _bound.Length; i++)
        {
            if (_dynamic[i])
            {
                _bound[i].Bind(binding, rows);
            }
        }
    }

    /// <summary>Takes what ONNX Runtime allocated, for outputs whose size was not known before the run.</summary>
    public void Accept(OrtIoBinding binding, int rows)
    {
        if (!_dynamic.Contains(true))
        {
            return;
        }

        using var values = binding.GetOutputValues();
        for (int i = 0; i < _bound.Length; i++)
        {
            if (_dynamic[i])
            {
                _bound[i].Accept(values[i], rows);
            }
        }
    }

    public void Dispose()
    {
        foreach (var output in _bound)
        {
            output.Dispose();
        }
    }
}
