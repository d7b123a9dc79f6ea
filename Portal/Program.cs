using Dodas.Portal.Hosting;

return await PortalHost.RunAsync(args);
