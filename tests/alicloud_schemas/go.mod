module nusantara/alicloudschemas

go 1.24
