using Microsoft.ML.Quantization.Tool;
using Microsoft.ML.Quantization.Tool.Terminal;

using var interruption = new Interruption();
return await CommandRunner.Run(args, Console.Out, Console.Error, interruption.Token).ConfigureAwait(false);
