using ClinicalEngagement.LocalHost;

return await Commands.Root().Parse(args).InvokeAsync();
