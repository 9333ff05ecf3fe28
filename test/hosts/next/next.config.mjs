// The widget follows no redirect, and Next would redirect the API's paths, which end with a slash.
export default { skipTrailingSlashRedirect: true };
